import { KnownError } from '../platform/known-error.ts';

/** The one word a command takes besides options, if any; more of them are refused by name. */
export function onlyPositional(words: readonly string[], what: string): string | undefined {
  if (words.length > 1) {
    throw new KnownError(`too many arguments: "${words.slice(1).join('", "')}"`, { hint: `give one ${what}` });
  }
  return words[0];
}

/** For a command that takes options only. */
export function noPositionals(words: readonly string[]): void {
  if (words.length > 0) throw new KnownError(`unexpected argument "${words[0]}"`, { hint: 'see --help' });
}
