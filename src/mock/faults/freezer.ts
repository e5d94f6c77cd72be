import type { Clock } from '../../platform/time/clock.ts';
import type { PendingTimers } from '../../platform/time/pending-timers.ts';
import type { MockOptions } from '../mock-options.ts';

/**
 * Freezes the server once: replies and messages are delayed, as by a busy database. The time counts from the first input.
 * Connection events (endpoint-ready, refusals, heartbeats) are not affected.
 */
export class Freezer {
  private readonly options: MockOptions;
  private readonly clock: Clock;
  private readonly timers: PendingTimers;
  private firstUs: number | undefined;

  constructor(options: MockOptions, clock: Clock, timers: PendingTimers) {
    this.options = options;
    this.clock = clock;
    this.timers = timers;
  }

  inputCame(nowUs: number): void {
    this.firstUs ??= nowUs;
  }

  /** Resolves when sending is possible again; undefined if it is possible now. */
  thaw(): Promise<unknown> | undefined {
    const { freezeAtMs, freezeForMs } = this.options;
    if (freezeAtMs === undefined || this.firstUs === undefined) return undefined;
    const sinceMs = (this.clock.nowUs() - this.firstUs) / 1000 - freezeAtMs;
    return sinceMs >= 0 && sinceMs < freezeForMs ? this.timers.wait(freezeForMs - sinceMs) : undefined;
  }

  /** Runs `action` now, or as soon as sending is possible again. */
  whenThawed(act: () => void): void {
    const thawed = this.thaw();
    if (thawed) void thawed.then(act);
    else act();
  }
}
