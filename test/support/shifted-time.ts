import type { Clock } from '../../src/platform/time/clock.ts';
import type { Timer, Timers } from '../../src/platform/time/timers.ts';

/** The time of another machine: the same, but its monotonic clock shows another value. */
export class ShiftedTime implements Clock, Timers {
  private readonly time: Clock & Timers;
  private readonly aheadUs: number;

  constructor(time: Clock & Timers, aheadUs: number) {
    this.time = time;
    this.aheadUs = aheadUs;
  }

  nowUs(): number {
    return this.time.nowUs() + this.aheadUs;
  }

  at(dueUs: number, callback: () => void): Timer {
    return this.time.at(dueUs - this.aheadUs, callback);
  }
}
