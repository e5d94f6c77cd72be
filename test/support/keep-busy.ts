import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { monotonicClock } from '../../src/platform/time/clock.ts';

/** Blocks the calling thread for at least this time; returns the actual time, ms. */
export function keepBusy(ms: number): number {
  const startUs = monotonicClock.nowUs();
  let passedMs = 0;
  do passedMs = (monotonicClock.nowUs() - startUs) / 1000;
  while (passedMs < ms);
  return passedMs;
}

setFlagsFromString('--expose-gc');

/** Runs a full garbage collection in the calling thread: some milliseconds in which nothing else runs. */
export const collectGarbage: () => void = runInNewContext('gc');
