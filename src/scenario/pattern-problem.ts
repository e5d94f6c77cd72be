import { RE2JSSyntaxException } from 're2js';
import { messageOf } from '../platform/known-error.ts';

/** What is wrong, by the description of the RE2 library, and what to do. `part`: what it could not read. */
const PROBLEMS: Readonly<Record<string, (part: string) => string>> = {
  'missing closing )': () => 'a ( is not closed; add ), or write \\( for the character itself',
  'missing closing ]': () => 'a [ is not closed; add ], or write \\[ for the character itself',
  'unexpected )': () => 'a ) has no ( before it; remove it, or write \\) for the character itself',
  'missing argument to repetition operator': (part) => `nothing precedes ${part}; remove it, or write \\${part}`,
  'invalid nested repetition operator': (part) => `${part} repeats a repetition; remove one of them`,
  'invalid repeat count': (part) => `${part} is not a valid repetition; use at most {1000}`,
  'invalid escape sequence': (part) => `${part} is not supported; remove the backslash, or rewrite the pattern`,
  'invalid or unsupported Perl syntax': (part) => `${part} is not supported; rewrite the pattern without it`,
  'invalid character class range': (part) =>
    `${part} is not a range of characters; write it from low to high, as in a-z`,
  'duplicate capture group name': (part) => `two groups have the name ${part}; rename one of them`,
  'trailing backslash at end of expression': () =>
    'it ends with a backslash; remove it, or write \\\\ for the character itself',
};

/** What is wrong with a pattern that RE2 cannot compile. */
export function explainPattern(thrown: unknown): string {
  if (!(thrown instanceof RE2JSSyntaxException)) return messageOf(thrown);
  const { error, input } = thrown as { readonly error: string; readonly input: string | null };
  return PROBLEMS[error]?.(input ?? '') ?? `${error}${input === null ? '' : `: ${input}`}`;
}
