import type { Timers } from '../platform/timers.ts';

/** The same timers, with a mark of the event loop after each that fires. */
export function markingTimers(timers: Timers, mark: () => void): Timers {
  return {
    at: (dueUs, callback) =>
      timers.at(dueUs, () => {
        callback();
        mark();
      }),
  };
}
