import type { TimeDeps } from './time-deps.ts';
import type { Timer } from './timers.ts';

/** Timers that can all be cancelled at once, when a server stops. */
export class PendingTimers {
  private readonly deps: TimeDeps;
  private readonly pending = new Set<Timer>();

  constructor(deps: TimeDeps) {
    this.deps = deps;
  }

  after(delayMs: number, callback: () => void): Timer {
    const { clock, timers } = this.deps;
    const inner = timers.at(clock.nowUs() + delayMs * 1000, () => {
      this.pending.delete(timer);
      callback();
    });
    const timer: Timer = {
      cancel: () => {
        this.pending.delete(timer);
        inner.cancel();
      },
    };
    this.pending.add(timer);
    return timer;
  }

  /** Resolves after `delayMs`, at once for 0; never after `cancelAll`. */
  wait(delayMs: number): Promise<void> {
    return delayMs <= 0 ? Promise.resolve() : new Promise((resolve) => this.after(delayMs, resolve));
  }

  cancelAll(): void {
    for (const timer of [...this.pending]) timer.cancel();
  }
}
