/**
 * One sample on its way from a load thread to the main thread: four 32-bit integers.
 *
 * - `series`: index into the run's series table (see series.ts)
 * - `atMs`: intended instant, ms since the run's start; determines the timeline block
 * - trends: `lo` and `hi`, the bounds of the value in µs
 * - counters: `lo` is the increment, `hi` is 0
 * - censored: `lo` is 1, `hi` is the waiting time in µs
 */
export interface SampleSink {
  append(series: number, atMs: number, lo: number, hi: number): void;
}

/** Passes every sample to both sinks. */
export function tee(first: SampleSink, second: SampleSink): SampleSink {
  return {
    append(series, atMs, lo, hi) {
      first.append(series, atMs, lo, hi);
      second.append(series, atMs, lo, hi);
    },
  };
}
