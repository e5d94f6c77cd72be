import type { Clock } from '../../src/platform/time/clock.ts';
import type { Timer, Timers } from '../../src/platform/time/timers.ts';

interface Waiting {
  readonly dueUs: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it on, and timers that fire by it: on time, in order, one at a time. */
export class FakeTime implements Clock, Timers {
  private us: number;
  private timersMade = 0;
  private readonly waiting = new Set<Waiting>();

  /** Not zero by default, so that an instant taken for a duration shows. */
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

  /** Timers armed at the moment. */
  get armed(): number {
    return this.waiting.size;
  }

  /** Moves on by `ms`; promises and the event loop settle after each timer that fires. */
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

  /** Time passes in which nothing could run: what is due meanwhile fires late, at the next `advance`. */
  stall(ms: number): void {
    this.us += ms * 1000;
  }

  private next(): Waiting | undefined {
    return [...this.waiting].sort((left, right) => left.dueUs - right.dueUs || left.order - right.order)[0];
  }
}

/** Promises have been followed up, and callbacks for after the poll phase have run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
