import type { CounterName, RateName, TrendName } from '../measure/metrics.ts';

/** A limit on a metric. Plain data; made by parseThreshold. */
export interface Threshold {
  /** As written, for reports. */
  readonly expression: string;
  readonly metric: TrendName | CounterName | RateName;
  readonly labels: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
  readonly operator: Operator;
  /** In µs for trends' times, in 0 … 1 for rates other than goodput, plain for counts and goodput. */
  readonly limit: number;
  /** Judge a quantile from so many turns on. Default: 1 / (1 − q), below which it is only the maximum. */
  readonly minSamples?: number;
  /** Default: all that is measured of the run. */
  readonly scope?: ThresholdScope;
  /** Every run has it, unless a threshold of its own takes its place. */
  readonly isDefault?: true;
  /** Ends the run early once the threshold is surely missed, from so long after the beginning of measuring on, ms. */
  readonly abortAfterMs?: number;
}

/**
 * - steady: only what was due while the load stood still
 * - windows: measured time is cut into windows of 10 s, each of them is judged, and at least this share of them must meet
 *   the limit, above 0 … 1
 */
export type ThresholdScope = { readonly kind: 'steady' } | { readonly kind: 'windows'; readonly share: number };

export type Operator = '<' | '<=' | '>' | '>=' | '==' | '!=';

export type Statistic =
  | { readonly kind: 'quantile'; readonly q: number }
  | { readonly kind: 'mean' | 'min' | 'max' | 'stddev' | 'count' | 'value' };
