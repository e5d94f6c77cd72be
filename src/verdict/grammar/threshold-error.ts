import { KnownError } from '../../platform/known-error.ts';
import { nearestWord } from '../../platform/nearest-word.ts';

/** An error that names `what` is wrong and shows the expression with a caret under the place that is wrong. */
export function expressionError(
  what: string,
  expression: string,
  at: number,
  message: string,
  hint: string,
): KnownError {
  const shown = expression.replace(/[\r\n\t]/g, ' ');
  return new KnownError(`${what}: ${message}\n  ${shown}\n  ${' '.repeat(at)}^`, { hint });
}

/** `did you mean …?` for a near miss, else the list of what is known. */
export function nearestOf(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known);
  return nearest ? `did you mean ${nearest}?` : `known are ${known.join(', ')}`;
}
