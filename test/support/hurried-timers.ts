import { monotonicClock } from '../../src/platform/clock.ts';
import { realTimers, type Timers } from '../../src/platform/timers.ts';

/** Real timers for which a second takes a `factor`-th of one, so that default waits can be tested as they are. */
export function hurriedTimers(factor: number): Timers {
  return {
    at(dueUs, callback) {
      const nowUs = monotonicClock.nowUs();
      return realTimers.at(nowUs + (dueUs - nowUs) / factor, callback);
    },
  };
}
