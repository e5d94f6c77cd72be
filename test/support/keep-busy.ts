import { monotonicClock } from '../../src/platform/clock.ts';

/** Blocks the calling thread for so long at least; returns how long it really was, ms. */
export function keepBusy(ms: number): number {
  const startUs = monotonicClock.nowUs();
  let passedMs = 0;
  do passedMs = (monotonicClock.nowUs() - startUs) / 1000;
  while (passedMs < ms);
  return passedMs;
}

/** Makes garbage for so long: lists that live long enough to be copied by a collection or two. */
export function makeGarbage(ms: number): void {
  const startUs = monotonicClock.nowUs();
  let kept: object[] = [];
  while (monotonicClock.nowUs() - startUs < ms * 1000) {
    for (let index = 0; index < 1000; index++) kept.push({ index, text: [index] });
    if (kept.length > 100_000) kept = [];
  }
}
