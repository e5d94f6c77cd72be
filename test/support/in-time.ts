import type { FakeTime } from './fake-time.ts';

const STEP_MS = 50;
const MAX_MS = 3_600_000;

/** What comes of `promise` while fake time passes, at most an hour of it. */
export async function inTime<Value>(time: FakeTime, promise: Promise<Value>): Promise<Value> {
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  promise.then(settle, settle);
  await time.advance(0);
  for (let ms = 0; !isSettled; ms += STEP_MS) {
    if (ms > MAX_MS) throw new Error('an hour has passed, and the promise has not settled');
    await time.advance(STEP_MS);
  }
  return promise;
}
