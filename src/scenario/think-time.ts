import {
  DISTRIBUTION_FORMS,
  type Distribution,
  drawMs,
  medianMs,
  parseDistribution,
} from '../platform/distribution.ts';
import type { RandomStream } from '../platform/random.ts';

/**
 * How long a user waits before an utterance. Reading time follows from the length of the last replies, typing time from that
 * of the utterance; a word is five characters, as usual for typing speeds.
 */
export type ThinkTime =
  | Distribution
  | { readonly kind: 'reading'; readonly wordsPerMinute: number }
  | { readonly kind: 'typing'; readonly wordsPerMinute: number };

/** The forms that `parseThinkTime` accepts, for error messages. */
export const THINK_TIME_FORMS = `${DISTRIBUTION_FORMS.replace(' or ', ', ')}, reading, reading 240wpm, typing or typing 40wpm`;

/** Default words per minute: round figures close to the average of adults. */
const DEFAULT_WORDS_PER_MINUTE = { reading: 240, typing: 40 } as const;
const MAX_WORDS_PER_MINUTE = 10_000;

/**
 * Parses a think time; `undefined` if `text` is none:
 *
 *     think = distribution | ( "reading" | "typing" ) [ number "wpm" ]      from 1 to 10,000 words per minute
 */
export function parseThinkTime(text: string): ThinkTime | undefined {
  const parts = /^(reading|typing)(?:\s+(\d{1,5}(?:\.\d+)?)wpm)?$/.exec(text.trim());
  if (!parts) return parseDistribution(text);
  const kind = parts[1] === 'reading' ? 'reading' : 'typing';
  const wordsPerMinute = parts[2] === undefined ? DEFAULT_WORDS_PER_MINUTE[kind] : Number(parts[2]);
  return wordsPerMinute >= 1 && wordsPerMinute <= MAX_WORDS_PER_MINUTE ? { kind, wordsPerMinute } : undefined;
}

/** Characters to read before an utterance and to type for it. */
export interface Lengths {
  readonly read: number;
  readonly typed: number;
}

const MAX_THINK_MS = 3_600_000;

/** Draws one think time, in ms, from 0 to an hour. Reading and typing follow from the lengths and are not random. */
export function drawThinkMs(think: ThinkTime, stream: RandomStream, lengths: Lengths): number {
  switch (think.kind) {
    case 'reading':
      return Math.min(MAX_THINK_MS, lengthMs(lengths.read, think.wordsPerMinute));
    case 'typing':
      return Math.min(MAX_THINK_MS, lengthMs(lengths.typed, think.wordsPerMinute));
    default:
      return drawMs(think, stream);
  }
}

/** Assumed length of a reply before any has been seen, in characters. */
const TYPICAL_REPLY_LENGTH = 120;

/** The median of a think time, for estimates before the run; `utterance` as written in the scenario. */
export function medianThinkMs(think: ThinkTime, utterance: string): number {
  switch (think.kind) {
    case 'reading':
      return lengthMs(TYPICAL_REPLY_LENGTH, think.wordsPerMinute);
    case 'typing':
      return lengthMs(utterance.length, think.wordsPerMinute);
    default:
      return medianMs(think);
  }
}

/** Time for a number of characters at a rate in words per minute, of five characters each. */
export function lengthMs(characters: number, wordsPerMinute: number): number {
  return (characters / 5 / wordsPerMinute) * 60_000;
}
