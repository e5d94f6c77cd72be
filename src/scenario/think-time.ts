import { type Distribution, medianMs } from '../platform/distribution.ts';

/**
 * How long a user waits before an utterance. Reading goes by the length of the last replies, typing by that of the
 * utterance; a word is five characters, as typists count.
 */
export type ThinkTime =
  | Distribution
  | { readonly kind: 'reading'; readonly wordsPerMinute: number }
  | { readonly kind: 'typing'; readonly wordsPerMinute: number };

/** What a reply is taken to be long while none has been seen, in characters. */
const USUAL_REPLY = 120;

/** The middle of a think time, for estimates before the run; `utterance` is as long as the scenario writes it. */
export function medianThinkMs(think: ThinkTime, utterance: string): number {
  switch (think.kind) {
    case 'reading':
      return lengthMs(USUAL_REPLY, think.wordsPerMinute);
    case 'typing':
      return lengthMs(utterance.length, think.wordsPerMinute);
    default:
      return medianMs(think);
  }
}

/** Time for so many characters at so many words of five characters a minute. */
export function lengthMs(characters: number, wordsPerMinute: number): number {
  return (characters / 5 / wordsPerMinute) * 60_000;
}
