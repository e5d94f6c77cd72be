import { distance } from 'fastest-levenshtein';

/** The known word closest to `word`, for "did you mean"; undefined when none is close enough to be a slip. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((candidate) => ({ candidate, steps: distance(word, candidate) }));
  const best = ranked.sort((left, right) => left.steps - right.steps)[0];
  return best && best.steps <= Math.max(1, Math.floor(word.length / 3)) ? best.candidate : undefined;
}
