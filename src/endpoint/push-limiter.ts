import type { Clock } from '../platform/clock.ts';
import type { Timer, Timers } from '../platform/timers.ts';

/**
 * Lets through at most so many requests per second, evenly spaced and in order: each at least 1/rate after the one
 * before, so that a stall is followed by no burst. Without a rate everything goes at once.
 */
export class PushLimiter {
  private readonly spacingUs: number;
  private readonly clock: Clock;
  private readonly timers: Timers;
  private waiting: (() => void)[] = [];
  private freeAtUs = Number.NEGATIVE_INFINITY;
  private timer: Timer | undefined;

  /** `perSecond`: above 0; undefined for no limit. */
  constructor(perSecond: number | undefined, clock: Clock, timers: Timers) {
    this.spacingUs = perSecond === undefined ? 0 : 1_000_000 / perSecond;
    this.clock = clock;
    this.timers = timers;
  }

  /** Calls `send` at once where nothing is in its way, else when its turn has come. */
  enter(send: () => void): void {
    if (this.timer === undefined && this.clock.nowUs() >= this.freeAtUs) return this.let(send);
    this.waiting.push(send);
    this.arm();
  }

  /** Forgets all who wait. */
  clear(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.waiting = [];
  }

  private let(send: () => void): void {
    this.freeAtUs = this.clock.nowUs() + this.spacingUs;
    send();
  }

  private arm(): void {
    if (this.waiting.length === 0) return;
    this.timer ??= this.timers.at(this.freeAtUs, () => {
      this.timer = undefined;
      const next = this.waiting.shift();
      if (next) this.let(next);
      this.arm();
    });
  }
}
