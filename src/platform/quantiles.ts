import { createHistogram } from 'node:perf_hooks';

/** Statistics of a `DurationQuantiles`, in milliseconds; all but `count` are 0 if nothing was recorded. */
export interface QuantileSummary {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

const MAX_US = 3_600_000_000;

/** Quantiles of durations by Node's own histogram: three digits, 1 µs to 1 h, no merging. For the statistics of a server about itself. */
export class DurationQuantiles {
  private readonly histogram = createHistogram({ lowest: 1, highest: MAX_US, figures: 3 });

  recordUs(durationUs: number): void {
    this.histogram.record(Math.min(MAX_US, Math.max(1, Math.round(durationUs))));
  }

  summary(): QuantileSummary {
    const { count } = this.histogram;
    const quantileMs = (percent: number) => (count === 0 ? 0 : this.histogram.percentile(percent) / 1000);
    return {
      count,
      p50: quantileMs(50),
      p95: quantileMs(95),
      p99: quantileMs(99),
      max: count === 0 ? 0 : this.histogram.max / 1000,
    };
  }
}
