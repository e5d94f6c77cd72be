import { KnownError } from '../platform/known-error.ts';
import { redact } from '../platform/redact.ts';
import { optionName } from './read-options.ts';

/** A known error in the terms of the library: options by their names there, and no secrets. Other errors unchanged. */
export function inLibraryTerms(error: unknown, flags: readonly string[]): unknown {
  if (!(error instanceof KnownError)) return error;
  const text = (words: string) =>
    redact(
      words.replace(/--([a-z][a-z-]*)/g, (word, flag: string) => (flags.includes(flag) ? optionName(flag) : word)),
    );
  const { message, hint, exit } = error;
  return new KnownError(text(message), { hint: hint && text(hint), exit, cause: error });
}
