/** The quantiles in every report, by name. */
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
 * The reading of a quantile.
 *
 * - none: there are no turns
 * - measured: between the two bounds
 * - censored: at least `atLeastUs`, because it falls among turns that failed without a value or may fall among interrupted ones
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
 * Whether a number of samples suffices for a quantile.
 *
 * - enough: at least 10 / (1 − q)
 * - few: fewer; the interval shows the uncertainty
 * - maximum: fewer than 1 / (1 − q); the quantile is the maximum of the sample
 */
export type SampleSupport = 'enough' | 'few' | 'maximum';

export function sampleSupport(count: number, q: number): SampleSupport {
  // 1 − 0.9 is slightly less than 0.1 in floating point, but 100 samples are enough for p90.
  const beyond = count * (1 - q) + 1e-9;
  if (beyond >= 10) return 'enough';
  return beyond >= 1 ? 'few' : 'maximum';
}

/** The fewest samples at which quantile `q` (below 1) is more than their maximum. */
export function minSamplesFor(q: number): number {
  return Math.ceil(1 / (1 - q) - 1e-6);
}

/** 95 % confidence interval from order statistics; undefined ends are open (the value there is censored or missing). */
export interface QuantileInterval {
  readonly lowerUs: number | undefined;
  readonly upperUs: number | undefined;
}

/** The rank of quantile `q` among `count` values: the smallest rank that covers at least the share q. */
export function rankOf(count: number, q: number): number {
  return Math.min(count, Math.max(1, Math.ceil(count * q - 1e-9)));
}
