import type { TimeDeps } from '../platform/time/time-deps.ts';
import type { Timer } from '../platform/time/timers.ts';

/**
 * The time from the end of the last conversation to the planned end of a load. The run waits for it: idle time is part of the
 * load, and rates per second would be too high without it.
 */
export class RestOfLoad {
  private readonly endUs: number;
  private readonly time: TimeDeps;
  private cancelled = false;
  private timer: Timer | undefined;
  private finish: () => void = () => {};

  constructor(endUs: number, time: TimeDeps) {
    this.endUs = endUs;
    this.time = time;
  }

  /** Resolves at the planned end; immediately if that is past or the wait was cancelled. */
  wait(): Promise<void> {
    if (this.cancelled || this.endUs <= this.time.clock.nowUs()) return Promise.resolve();
    return new Promise((resolve) => {
      this.finish = resolve;
      this.timer = this.time.timers.at(this.endUs, resolve);
    });
  }

  /** Ends the load early. */
  cancel(): void {
    this.cancelled = true;
    this.timer?.cancel();
    this.finish();
  }
}
