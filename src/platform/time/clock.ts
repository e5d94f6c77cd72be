/**
 * Monotonic time in microseconds (CLOCK_MONOTONIC), comparable between all threads and processes of one machine.
 * Its zero is arbitrary (usually boot), so a reading means something only next to another one.
 */
export interface Clock {
  nowUs(): number;
}

/**
 * performance.now() does not allocate but starts at zero in every thread; hrtime is shared but allocates. They are aligned
 * once, by the tightest of a few attempts: any delay between the two calls (the first use of either loads code) would be an
 * error in every comparison with another thread or process.
 */
function findThreadStartUs(): number {
  let best = { gapNs: Number.POSITIVE_INFINITY, startUs: 0 };
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const beforeNs = process.hrtime.bigint();
    const nowUs = performance.now() * 1000;
    const gapNs = Number(process.hrtime.bigint() - beforeNs);
    if (gapNs < best.gapNs) best = { gapNs, startUs: (Number(beforeNs) + gapNs / 2) / 1000 - nowUs };
  }
  return best.startUs;
}

const threadStartUs = findThreadStartUs();

export const monotonicClock: Clock = {
  nowUs: () => threadStartUs + performance.now() * 1000,
};

/** Wall-clock date, for names and report headers only; never for a duration. */
export interface WallClock {
  now(): Date;
}

export const wallClock: WallClock = { now: () => new Date() };
