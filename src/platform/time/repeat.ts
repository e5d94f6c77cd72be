import type { TimeDeps } from './time-deps.ts';
import type { Timer } from './timers.ts';

/** Calls `callback` every `periodMs` until the returned timer is cancelled. Periods that a busy thread missed are skipped. */
export function repeat({ clock, timers }: TimeDeps, periodMs: number, callback: () => void): Timer {
  const periodUs = periodMs * 1000;
  let next: Timer | undefined;
  const arm = (dueUs: number): void => {
    next = timers.at(dueUs, () => {
      const nowUs = clock.nowUs();
      arm(dueUs + Math.max(1, Math.ceil((nowUs - dueUs + 1) / periodUs)) * periodUs);
      callback();
    });
  };
  arm(clock.nowUs() + periodUs);
  return { cancel: () => next?.cancel() };
}
