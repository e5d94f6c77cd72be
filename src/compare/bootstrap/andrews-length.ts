import { autocovariances } from './autocovariances.ts';

/** So close to 1 the formula has no end. */
const MAX_RHO = 0.97;

/**
 * How long blocks of a series must be if it is one of the first order (each value keeps the share ρ of the one before), in
 * units of its values; 0 where no value keeps anything of the one before. It takes one value from the series, so a short one
 * does not mislead it as easily as a search over all lags; on a long one of that kind both find the same.
 *
 *     length = 1.1447 (α n)^⅓      α = 4 ρ² / ((1 − ρ)² (1 + ρ)²)
 *
 * D. W. K. Andrews: Heteroskedasticity and autocorrelation consistent covariance matrix estimation, Econometrica 59 (1991),
 * for Bartlett's window, which the variance of block means has. From a short series ρ comes out (1 + 3ρ) / n too small
 * (M. G. Kendall, Biometrika 41, 1954), which is made up for.
 */
export function andrewsLength(series: readonly number[]): number {
  const [variance = 0, covariance = 0] = autocovariances(series, 1);
  const found = variance > 0 ? covariance / variance : 0;
  const rho = Math.min(MAX_RHO, Math.max(0, found + (found > 0 ? (1 + 3 * found) / series.length : 0)));
  const alpha = (4 * rho ** 2) / ((1 - rho) ** 2 * (1 + rho) ** 2);
  return 1.1447 * Math.cbrt(alpha * series.length);
}
