import type { TimeDeps } from '../platform/time/time-deps.ts';
import type { Timer } from '../platform/time/timers.ts';

/**
 * Limits the rate of requests per second, evenly spaced and in order: each at least 1/rate after the one
 * before, so that a stall is followed by no burst. Without a rate, all requests are sent at once.
 */
export class PushLimiter {
  private readonly spacingUs: number;
  private readonly time: TimeDeps;
  private waiting: (() => boolean)[] = [];
  private freeAtUs = Number.NEGATIVE_INFINITY;
  private timer: Timer | undefined;

  /** `perSecond`: above 0; undefined for no limit. */
  constructor(perSecond: number | undefined, time: TimeDeps) {
    this.spacingUs = perSecond === undefined ? 0 : 1_000_000 / perSecond;
    this.time = time;
  }

  /** Calls `send` at once if allowed, else when it is due; false: it no longer had anything to send. */
  enter(send: () => boolean): void {
    if (this.timer === undefined && this.time.clock.nowUs() >= this.freeAtUs) {
      this.let(send);
      return;
    }
    this.waiting.push(send);
    this.arm();
  }

  /** Forgets all who wait. */
  clear(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.waiting = [];
  }

  /** Whether it used its turn. */
  private let(send: () => boolean): boolean {
    const before = this.freeAtUs;
    this.freeAtUs = this.time.clock.nowUs() + this.spacingUs;
    const sent = send();
    if (!sent) this.freeAtUs = before;
    return sent;
  }

  private arm(): void {
    if (this.waiting.length === 0) return;
    this.timer ??= this.time.timers.at(this.freeAtUs, () => {
      this.timer = undefined;
      let next = this.waiting.shift();
      while (next && !this.let(next)) next = this.waiting.shift();
      this.arm();
    });
  }
}
