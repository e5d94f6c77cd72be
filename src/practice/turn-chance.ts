import { drawMs } from '../platform/distribution.ts';
import { type RandomStream, randomStream } from '../platform/random.ts';
import type { PracticeFaults, PracticeOptions } from './practice-options.ts';

export type TurnFault = 'none' | 'drop' | 'mute' | 'error-output' | 'exception' | 'error-text' | 'crosstalk';

/** What chance has in store for one turn. */
export interface TurnChance {
  readonly fault: TurnFault;
  readonly thinkMs: number;
  /** For the gaps between outputs. */
  readonly stream: RandomStream;
}

/** Follows from the seed, the session's id and the number of the input in it, and from nothing else. */
export function drawTurn(options: PracticeOptions, sessionId: string, inputNumber: number): TurnChance {
  const stream = randomStream(options.seed, inputNumber, `input/${sessionId}`);
  const fault = drawFault(options.faults, stream);
  const thinkMs = drawMs(options.delay, stream);
  return { fault: fault === 'none' ? drawSlyFault(options, sessionId, inputNumber) : fault, thinkMs, stream };
}

/** One draw per fault whatever comes of it, so that switching one on leaves the other draws where they were. */
function drawFault(faults: PracticeFaults, stream: RandomStream): TurnFault {
  const drop = stream.next() < faults.drop;
  const exception = stream.next() < faults.exception;
  const errorOutput = stream.next() < faults.errorOutput;
  const mute = stream.next() < faults.mute;
  if (drop) return 'drop';
  if (exception) return 'exception';
  if (errorOutput) return 'error-output';
  return mute ? 'mute' : 'none';
}

/** Faults that look like answers; their draws come from a stream of their own and leave all others where they were. */
function drawSlyFault({ faults, seed }: PracticeOptions, sessionId: string, inputNumber: number): TurnFault {
  if (faults.errorText === 0 && faults.crosstalk === 0) return 'none';
  const stream = randomStream(seed, inputNumber, `sly/${sessionId}`);
  const errorText = stream.next() < faults.errorText;
  const crosstalk = stream.next() < faults.crosstalk;
  if (errorText) return 'error-text';
  return crosstalk ? 'crosstalk' : 'none';
}
