import { autocovariances } from './autocovariances.ts';

/** |ρ| below this many times √(log₁₀ n / n) passes for none: the two-sided 95 % point of the normal distribution. */
const INSIGNIFICANT = 1.96;

/**
 * How long blocks of a series must be, in units of its values, so that a bootstrap over them preserves how consecutive values
 * depend on each other: at least 1, not rounded, at most min(3√n, n / 3).
 *
 * D. N. Politis, H. White: Automatic block-length selection for the dependent bootstrap, Econometric Reviews 23 (2004);
 * for blocks of fixed length, with the constant D = 4/3 ĝ(0)² of the correction by A. Patton, D. N. Politis, H. White,
 * Econometric Reviews 28 (2009). With R(k) the autocovariances, λ the flat-top kernel and M twice the lag after which
 * they are no longer distinguishable from 0:
 *
 *     G = Σ λ(k/M) |k| R(k)      ĝ(0) = Σ λ(k/M) R(k)      length = (2 G² / D · n)^⅓
 *
 * Where values pull apart rather than together (ĝ(0) below the variance), short blocks can only overstate an error, and
 * the length is 1: a small ĝ(0) would ask for long ones.
 */
export function politisWhiteLength(series: readonly number[]): number {
  const n = series.length;
  if (n < 4) return 1;
  const runLength = Math.max(5, Math.ceil(Math.sqrt(Math.log10(n))));
  const maxLags = Math.min(n - 1, Math.ceil(Math.sqrt(n)) + runLength);
  const covariances = autocovariances(series, maxLags);
  const variance = covariances[0]!;
  if (variance === 0) return 1;
  const bandwidth = Math.min(2 * lastLag(covariances, n, runLength), maxLags);
  let g = 0;
  let spectrum = variance;
  for (let lag = 1; lag <= bandwidth; lag++) {
    const weighted = 2 * flatTop(lag / bandwidth) * covariances[lag]!;
    g += lag * weighted;
    spectrum += weighted;
  }
  if (spectrum <= variance) return 1;
  const length = Math.cbrt(((2 * g * g) / ((4 / 3) * spectrum * spectrum)) * n);
  const longest = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3));
  return Math.min(longest, Math.max(1, length));
}

/** The lag followed by `runLength` insignificant ones; where there is none, the last significant one; at least 1. */
function lastLag(covariances: readonly number[], n: number, runLength: number): number {
  const limit = INSIGNIFICANT * Math.sqrt(Math.log10(n) / n) * covariances[0]!;
  const significant = covariances.map((covariance, lag) => lag > 0 && Math.abs(covariance) >= limit);
  for (let lag = 0; lag + runLength < covariances.length; lag++)
    if (!significant.slice(lag + 1, lag + 1 + runLength).includes(true)) return Math.max(1, lag);
  return Math.max(1, significant.lastIndexOf(true));
}

function flatTop(share: number): number {
  return share <= 0.5 ? 1 : 2 * (1 - share);
}
