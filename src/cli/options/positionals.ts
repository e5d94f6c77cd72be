import { KnownError } from '../../platform/known-error.ts';

/** The one word a command takes besides options, if any; more of them are refused by name. */
export function onlyPositional(words: readonly string[], what: string): string | undefined {
  refuseUrls(words);
  if (words.length > 1) {
    throw new KnownError(`too many arguments: "${words.slice(1).join('", "')}"`, {
      hint: `give one ${what}; a text with blanks needs quotes`,
    });
  }
  return words[0];
}

/** For a command that takes options only. */
export function noPositionals(words: readonly string[]): void {
  refuseUrls(words);
  if (words.length > 0) throw new KnownError(`unexpected argument "${words[0]}"`, { hint: 'see --help' });
}

/** A URL that stands alone was meant as the target. It may hold a token, so it is not repeated. */
function refuseUrls(words: readonly string[]): void {
  if (words.some((word) => /^(https?|wss?):\/\//i.test(word))) {
    throw new KnownError('a URL stands alone', { hint: 'put --target before it' });
  }
}
