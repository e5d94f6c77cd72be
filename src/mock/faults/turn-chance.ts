import { drawMs } from '../../platform/distribution.ts';
import { type RandomStream, randomStream } from '../../platform/random.ts';
import type { MockFaults, MockOptions } from '../mock-options.ts';

export type TurnFault =
  | 'none'
  | 'drop'
  | 'mute'
  | 'error-output'
  | 'exception'
  | 'error-text'
  | 'crosstalk'
  | 'close-1011';

/** The random draws of one turn. */
export interface TurnChance {
  readonly fault: TurnFault;
  readonly thinkMs: number;
  /** Random stream of the gaps between outputs. */
  readonly stream: RandomStream;
}

/** Depends only on the seed, the session id and the number of the input. */
export function drawTurn(options: MockOptions, sessionId: string, inputNumber: number): TurnChance {
  const stream = randomStream(options.seed, inputNumber, `input/${sessionId}`);
  const fault = drawFault(options.faults, stream);
  const thinkMs = drawMs(options.delay, stream);
  return { fault: fault === 'none' ? drawFurtherFault(options, sessionId, inputNumber) : fault, thinkMs, stream };
}

/** Always one draw per fault, so that enabling one does not change the draws of others. */
function drawFault(faults: MockFaults, stream: RandomStream): TurnFault {
  const drop = stream.next() < faults.drop;
  const exception = stream.next() < faults.exception;
  const errorOutput = stream.next() < faults.errorOutput;
  const mute = stream.next() < faults.mute;
  if (drop) return 'drop';
  if (exception) return 'exception';
  if (errorOutput) return 'error-output';
  return mute ? 'mute' : 'none';
}

/** These draws have their own stream, so that they do not change others. */
function drawFurtherFault({ faults, seed }: MockOptions, sessionId: string, inputNumber: number): TurnFault {
  if (faults.errorText + faults.crosstalk + faults.close1011 === 0) return 'none';
  const stream = randomStream(seed, inputNumber, `sly/${sessionId}`);
  const errorText = stream.next() < faults.errorText;
  const crosstalk = stream.next() < faults.crosstalk;
  const close = stream.next() < faults.close1011;
  if (errorText) return 'error-text';
  if (crosstalk) return 'crosstalk';
  return close ? 'close-1011' : 'none';
}
