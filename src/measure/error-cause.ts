import { LIMITS } from '../platform/limits.ts';
import { excerpt } from '../platform/redact.ts';

/**
 * Errors of one class with the same step, check and kind of difference. Texts of users and bot do not distinguish causes, so
 * a check that fails throughout a run is one cause.
 */
export interface ErrorCause {
  readonly conversation: string;
  /** Undefined: the connection failed. */
  readonly step?: string | undefined;
  /** The check as written in the scenario, templates not rendered. */
  readonly check?: string | undefined;
  /** How the reply differs from it, in one word. */
  readonly difference: string;
  readonly count: number;
  /** ms since the run's start */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Session of the first error. */
  readonly sessionId: string;
  readonly traceId?: string | undefined;
  readonly example: string;
  /** Number of the series that counts such errors, which follows the order of the scenario. */
  readonly counted: number;
}

type Tally = { -readonly [Key in keyof ErrorCause]: ErrorCause[Key] };

/** Maximum length of an example, in characters. */
export const MAX_EXAMPLE = 400;

/**
 * The causes of a class; the first `LIMITS.errorCauses` in the order of the scenario are kept. A cause that is kept at the end
 * has been kept since its first error, in every load thread, so its count is exact and does not depend on the order of errors.
 */
export class CauseTally {
  private readonly kept = new Map<string, Tally>();
  /** The last key in order, when the maximum number is reached. */
  private last: string | undefined;

  /** Adds errors that `cause` counts: one, or those of another tally. */
  add(cause: ErrorCause): void {
    const key = orderOf(cause);
    const known = this.kept.get(key);
    if (known) return addTo(known, cause);
    if (this.last !== undefined && key > this.last) return;
    this.kept.set(key, {
      ...cause,
      check: cause.check && excerpt(cause.check, MAX_EXAMPLE),
      example: excerpt(cause.example, MAX_EXAMPLE),
    });
    if (this.kept.size > LIMITS.errorCauses) this.kept.delete(this.last!);
    if (this.kept.size === LIMITS.errorCauses) this.last = [...this.kept.keys()].reduce(max);
  }

  /** In the order of the scenario. */
  list(): readonly ErrorCause[] {
    return [...this.kept.entries()]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, tally]) => ({ ...tally }));
  }
}

const max = (left: string, right: string) => (left > right ? left : right);

/** Key that is equal for equal causes and sorts in the order of the scenario. */
function orderOf({ counted, conversation, step = '', check = '', difference }: ErrorCause): string {
  return [String(counted).padStart(9, '0'), conversation, step, check, difference].join('\n');
}

function addTo(known: Tally, cause: ErrorCause): void {
  known.count += cause.count;
  known.lastMs = Math.max(known.lastMs, cause.lastMs);
  if (!isBefore(cause, known)) return;
  known.firstMs = cause.firstMs;
  known.sessionId = cause.sessionId;
  known.traceId = cause.traceId;
  known.example = excerpt(cause.example, MAX_EXAMPLE);
}

/** A total order, so that ties at the same instant are resolved the same way everywhere. */
function isBefore(left: ErrorCause, right: ErrorCause): boolean {
  return left.firstMs === right.firstMs ? left.sessionId < right.sessionId : left.firstMs < right.firstMs;
}
