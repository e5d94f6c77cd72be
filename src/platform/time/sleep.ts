import type { TimeDeps } from './time-deps.ts';

export function sleep({ clock, timers }: TimeDeps, ms: number): Promise<void> {
  return new Promise((resolve) => {
    timers.at(clock.nowUs() + ms * 1000, resolve);
  });
}
