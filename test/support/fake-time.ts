import type { Clock } from '../../src/platform/time/clock.ts';
import type { Timer, Timers } from '../../src/platform/time/timers.ts';

interface Waiting {
  readonly dueUs: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A clock that only a test advances, and timers that fire by it: on time, in order, one at a time. */
export class FakeTime implements Clock, Timers {
  private us: number;
  private timersMade = 0;
  private readonly waiting = new Set<Waiting>();

  /** Not zero by default, so that a mix-up of instant and duration is noticed. */
  constructor(startUs = 5_000_000_000) {
    this.us = startUs;
  }

  nowUs(): number {
    return this.us;
  }

  at(dueUs: number, callback: () => void): Timer {
    const waiting: Waiting = { dueUs, order: this.timersMade++, callback };
    this.waiting.add(waiting);
    return { cancel: () => void this.waiting.delete(waiting) };
  }

  /** Number of active timers. */
  get armed(): number {
    return this.waiting.size;
  }

  /** Advances by `ms`; promises and the event loop settle after each timer that fires. */
  async advance(ms: number): Promise<void> {
    const untilUs = this.us + ms * 1000;
    await settled();
    for (let next = this.next(); next && next.dueUs <= untilUs; next = this.next()) {
      this.us = Math.max(this.us, next.dueUs);
      this.waiting.delete(next);
      next.callback();
      await settled();
    }
    this.us = untilUs;
  }

  /** Time passes while the thread is blocked: timers due meanwhile fire late, at the next `advance`. */
  stall(ms: number): void {
    this.us += ms * 1000;
  }

  private next(): Waiting | undefined {
    return [...this.waiting].sort((left, right) => left.dueUs - right.dueUs || left.order - right.order)[0];
  }
}

/** Resolves when pending promises have settled, and callbacks after the poll phase have run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
