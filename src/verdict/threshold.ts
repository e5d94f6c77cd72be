import type { CounterName, RateName, TrendName } from '../measure/metrics.ts';

/** A limit on a metric. Plain data; made by parseThreshold. */
export interface Threshold {
  /** The text as written, for reports. */
  readonly expression: string;
  readonly metric: TrendName | CounterName | RateName;
  readonly labels: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
  readonly operator: Operator;
  /** Limit: in µs for times, in 0 … 1 for rates other than goodput, in counts, or per second for goodput. */
  readonly limit: number;
  /** Minimum number of turns for a quantile. Default: 1 / (1 − q), below which it is only the maximum. */
  readonly minSamples?: number;
  /** Default: all of the measured run. */
  readonly scope?: ThresholdScope;
  /** The threshold that every run has unless it sets its own. */
  readonly isDefault?: true;
  /** Ends the run early when the threshold can no longer pass, at the earliest this long after the start of measuring, ms. */
  readonly abortAfterMs?: number;
}

/**
 * - steady: only the steady state (conversations and turns due outside of ramps)
 * - windows: each 10 s window of the measured time is judged, and at least this share of them must meet the limit,
 *   above 0 … 1
 */
export type ThresholdScope = { readonly kind: 'steady' } | { readonly kind: 'windows'; readonly share: number };

export type Operator = '<' | '<=' | '>' | '>=' | '==' | '!=';

export type Statistic =
  | { readonly kind: 'quantile'; readonly q: number }
  | { readonly kind: 'mean' | 'min' | 'max' | 'stddev' | 'count' | 'value' };
