/** The quantiles of every report, with the names they have there. */
export const QUANTILES = {
  p50: 0.5,
  p75: 0.75,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  p99_9: 0.999,
} as const;

export type QuantileName = keyof typeof QUANTILES;

/**
 * What can be said of a quantile.
 *
 * - none: nothing was asked for
 * - measured: between the two bounds
 * - censored: it is at least `atLeastUs`; it falls among the turns that failed without a value, or may be that of one that
 *   was interrupted
 */
export type QuantileReading =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'measured';
      readonly lowerUs: number;
      readonly upperUs: number;
      readonly support: SampleSupport;
      readonly interval: QuantileInterval | undefined;
    }
  | {
      readonly kind: 'censored';
      readonly how: 'failed' | 'interrupted';
      readonly atLeastUs: number;
      readonly support: SampleSupport;
      readonly interval: QuantileInterval | undefined;
    };

/**
 * How much a number of samples says about a quantile.
 *
 * - enough: at least 10 / (1 − q)
 * - few: fewer; the interval says how unsure it is
 * - maximum: fewer than 1 / (1 − q); it is only the maximum under another name
 */
export type SampleSupport = 'enough' | 'few' | 'maximum';

export function sampleSupport(count: number, q: number): SampleSupport {
  // 1 − 0.9 is a hair less than 0.1; 100 samples are enough for p90 all the same.
  const beyond = count * (1 - q) + 1e-9;
  if (beyond >= 10) return 'enough';
  return beyond >= 1 ? 'few' : 'maximum';
}

/** 95 % order-statistic interval; an open end is undefined (a censored or missing value lies there). */
export interface QuantileInterval {
  readonly lowerUs: number | undefined;
  readonly upperUs: number | undefined;
}

/** The rank of quantile `q` among `count` values: the smallest one that at least the share q does not exceed. */
export function rankOf(count: number, q: number): number {
  return Math.min(count, Math.max(1, Math.ceil(count * q - 1e-9)));
}
