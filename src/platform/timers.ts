import { type Clock, monotonicClock } from './clock.ts';

/** One-shot timers against the monotonic clock. A timer never fires before its instant. */
export interface Timers {
  /** Runs `callback` once, at `dueUs` or as soon after it as the event loop allows. */
  at(dueUs: number, callback: () => void): Timer;
}

export interface Timer {
  /** Idempotent; a cancelled timer never fires. */
  cancel(): void;
}

/** Node rounds a timer to whole milliseconds and may fire it up to one early; the remainder is waited for again. */
class ClockTimer implements Timer {
  private handle: NodeJS.Timeout | undefined;
  private readonly clock: Clock;
  private readonly dueUs: number;
  private readonly callback: () => void;

  constructor(clock: Clock, dueUs: number, callback: () => void) {
    this.clock = clock;
    this.dueUs = dueUs;
    this.callback = callback;
    this.arm();
  }

  private arm(): void {
    const waitMs = Math.max(0, (this.dueUs - this.clock.nowUs()) / 1000);
    this.handle = setTimeout(() => this.fire(), Math.min(Math.ceil(waitMs), MAX_WAIT_MS));
  }

  private fire(): void {
    if (this.clock.nowUs() < this.dueUs) this.arm();
    else this.callback();
  }

  cancel(): void {
    clearTimeout(this.handle);
  }
}

/** setTimeout turns anything longer than 2^31 − 1 ms into 1 ms. */
const MAX_WAIT_MS = 2_147_483_647;

export const realTimers: Timers = {
  at: (dueUs, callback) => new ClockTimer(monotonicClock, dueUs, callback),
};

/** Runs `callback` every `periodMs` until the returned timer is cancelled; it does not keep the process alive. */
export function every(periodMs: number, callback: () => void): Timer {
  const handle = setInterval(callback, periodMs);
  handle.unref();
  return { cancel: () => clearInterval(handle) };
}
