/**
 * One metric as Prometheus knows it, with all its series. Names and labels follow https://prometheus.io/docs/practices/naming/:
 * base units (seconds, bytes, ratios), counters end in `_total`.
 */
export type MetricFamily = ScalarFamily | HistogramFamily;

export type MetricLabels = Readonly<Record<string, string>>;

export interface ScalarFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly series: readonly { readonly labels: MetricLabels; readonly value: number }[];
}

export interface HistogramFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'histogram';
  /** Upper bounds of the buckets, ascending, without +Inf. */
  readonly bounds: readonly number[];
  readonly series: readonly HistogramSeries[];
}

export interface HistogramSeries {
  readonly labels: MetricLabels;
  /** For each bound, how many values are at most that. */
  readonly cumulative: readonly number[];
  readonly count: number;
  readonly sum: number;
}
