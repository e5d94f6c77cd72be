import { KnownError } from '../../platform/known-error.ts';

/** The single positional argument of a command, if given; KnownError if there are more. */
export function onlyPositional(words: readonly string[], what: string): string | undefined {
  refuseUrls(words);
  if (words.length > 1) {
    throw new KnownError(`too many arguments: "${words.slice(1).join('", "')}"`, {
      hint: `use one ${what}; put text with spaces in quotes`,
    });
  }
  return words[0];
}

/** Refuses arguments of a command that takes none. */
export function noPositionals(words: readonly string[], command: string): void {
  refuseUrls(words);
  if (words.length > 0)
    throw new KnownError(`unexpected argument "${words[0]}"`, { hint: `see palaver ${command} --help` });
}

/** A URL without an option was meant as the target. It may hold a token, so the message does not repeat it. */
function refuseUrls(words: readonly string[]): void {
  if (words.some((word) => /^(https?|wss?):\/\//i.test(word))) {
    throw new KnownError('unexpected argument: a URL', { hint: 'use --target URL' });
  }
}
