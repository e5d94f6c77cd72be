import { monotonicClock } from '../../src/platform/time/clock.ts';
import { realTimers } from '../../src/platform/time/real-timers.ts';
import type { Timers } from '../../src/platform/time/timers.ts';

/** Real timers for which a second takes a `factor`-th of one, so that default waits can be tested as they are. */
export function hurriedTimers(factor: number): Timers {
  return {
    at(dueUs, callback) {
      const nowUs = monotonicClock.nowUs();
      return realTimers.at(nowUs + (dueUs - nowUs) / factor, callback);
    },
  };
}
