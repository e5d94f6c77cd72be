import { distance } from 'fastest-levenshtein';

/** The known word closest to `word`, for "did you mean"; undefined if none is close enough to be a typo. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((candidate) => ({ candidate, steps: distance(bare(word), bare(candidate)) }));
  const best = ranked.sort((left, right) => left.steps - right.steps)[0];
  return best && isNear(word, best.candidate) ? best.candidate : undefined;
}

/** The hint for an unknown name: `did you mean …?` for a typo, else all known ones. */
export function hintForUnknown(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known);
  return nearest === undefined ? `use one of ${known.join(', ')}` : `did you mean ${nearest}?`;
}

/** Whether `word` may be a typo of `wanted`: at most two letters wrong, half of them shared; capitals and hyphens are ignored. */
export function isNear(word: string, wanted: string): boolean {
  const mayBeWrong = Math.max(1, Math.min(2, Math.floor((wanted.length + 1) / 2)));
  return distance(bare(word), bare(wanted)) <= mayBeWrong && sharedLetters(word, wanted) * 2 >= bare(wanted).length;
}

/** How many letters of `wanted` also occur in `word`, in any order. */
function sharedLetters(word: string, wanted: string): number {
  const left = [...bare(word)];
  return [...bare(wanted)].filter((letter) => left.includes(letter) && left.splice(left.indexOf(letter), 1)).length;
}

const bare = (text: string) => text.toLowerCase().replace(/[-_\s]/g, '');
