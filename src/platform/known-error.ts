import { type ExitReason, exitCodeOf } from './exit-code.ts';

export interface KnownErrorDetails {
  /** What to do about it, one sentence. */
  hint?: string;
  /** Which exit code the process ends with. Default `invalid` (104). */
  exit?: ExitReason;
  cause?: unknown;
}

/**
 * An error with a message for the user: it says what is wrong, the hint says what to do. Everything else that is thrown is a
 * bug and keeps its stack trace.
 */
export class KnownError extends Error {
  override readonly name = 'KnownError';
  readonly hint: string | undefined;
  readonly exit: ExitReason;

  constructor(message: string, details: KnownErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.hint = details.hint;
    this.exit = details.exit ?? 'invalid';
  }

  /** The exit code of `exit`: 104 for `invalid`. */
  get exitCode(): number {
    return exitCodeOf(this.exit);
  }
}

/** The message of anything that was thrown; never throws. */
export function messageOf(thrown: unknown): string {
  try {
    const message = (thrown as { readonly message?: unknown } | null | undefined)?.message;
    return typeof message === 'string' ? message : String(thrown);
  } catch {
    return 'an exception without a message';
  }
}
