import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Event loop delay of the calling thread: a native timer fires every 20 ms; how late it fires is the delay. It runs no
 * JavaScript. A blockage that begins between two ticks reads up to 20 ms too short, never too long. A tick costs a busy loop
 * less than 3 µs; waking an idle one costs about 70 µs of CPU, so a finer resolution would cost more than all other
 * monitoring.
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
    // The monitor measures from tick to tick, so it would miss a delay of the first one.
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
