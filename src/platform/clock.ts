/**
 * Monotonic time in microseconds (CLOCK_MONOTONIC), comparable between all threads and processes of one machine.
 * Its zero is arbitrary (usually boot), so a reading means something only next to another one.
 */
export interface Clock {
  nowUs(): number;
}

// performance.now() allocates nothing but starts at zero in every thread; hrtime is shared but allocates. Join them once.
const threadStartUs = Number(process.hrtime.bigint() / 1000n) - performance.now() * 1000;

export const monotonicClock: Clock = {
  nowUs: () => threadStartUs + performance.now() * 1000,
};

/** The date on the wall, for names and report headers only; never for a duration. */
export interface WallClock {
  now(): Date;
}

export const wallClock: WallClock = { now: () => new Date() };
