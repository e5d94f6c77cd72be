import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * How long the event loop of the calling thread takes to come round: a native timer fires every 20 ms, and what comes
 * later than that is delay. No JavaScript runs for it. A standstill that begins between two ticks reads up to 20 ms too
 * short, never too long. A tick costs a busy loop less than 3 µs; an idle one is woken by it, which takes some 70 µs of CPU,
 * so a finer resolution would cost more than all else that is watched.
 */
const RESOLUTION_MS = 20;

export class LoopDelay {
  private readonly ticks: IntervalHistogram;
  private firstDelayMs = 0;
  private first: NodeJS.Timeout | undefined;

  constructor() {
    this.ticks = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  }

  start(): void {
    this.ticks.enable();
    // The monitor measures from tick to tick, so what delays the first one would escape it.
    const dueMs = performance.now() + RESOLUTION_MS;
    this.first = setTimeout(() => {
      this.firstDelayMs = Math.max(0, performance.now() - dueMs);
    }, RESOLUTION_MS);
    this.first.unref();
  }

  stop(): void {
    clearTimeout(this.first);
    this.ticks.disable();
  }

  /** The longest delay since the start, ms; 0 before the first tick. */
  maxMs(): number {
    return Math.max(this.firstDelayMs, this.delayMs(this.ticks.max));
  }

  /** Over all ticks since the start, ms. */
  p99Ms(): number {
    return this.delayMs(this.ticks.percentile(99));
  }

  private delayMs(tickNs: number): number {
    return this.ticks.count === 0 ? 0 : Math.max(0, tickNs / 1e6 - RESOLUTION_MS);
  }
}
