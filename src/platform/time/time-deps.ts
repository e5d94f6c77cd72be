import type { Clock, WallClock } from './clock.ts';
import type { Timers } from './timers.ts';

/** Time, as an argument: tests give another one. */
export interface TimeDeps {
  readonly clock: Clock;
  readonly timers: Timers;
}

export interface AllTimeDeps extends TimeDeps {
  readonly wallClock: WallClock;
}
