import { distance } from 'fastest-levenshtein';
import { KnownError } from '../platform/known-error.ts';

/** An error that shows the expression with a caret under the place that is wrong. */
export function thresholdError(expression: string, at: number, message: string, hint: string): KnownError {
  const shown = expression.replace(/[\r\n\t]/g, ' ');
  return new KnownError(`threshold: ${message}\n  ${shown}\n  ${' '.repeat(at)}^`, { hint });
}

/** `did you mean …?` for a near miss, else the list of what is known. */
export function nearestOf(word: string, known: readonly string[]): string {
  const ranked = [...known].sort((left, right) => distance(word, left) - distance(word, right));
  const nearest = ranked[0];
  const close = nearest !== undefined && distance(word, nearest) <= Math.max(2, Math.floor(word.length / 3));
  return close ? `did you mean ${nearest}?` : `known are ${known.join(', ')}`;
}
