/** A variance below this share of the squared mean is the rounding of a mean. */
const ROUNDING = 1e-24;

/** R(0) … R(lags) of a series, each divided by its length; all 0 where its values are the same. */
export function autocovariances(series: readonly number[], lags: number): number[] {
  const n = series.length;
  const mean = series.reduce((sum, value) => sum + value, 0) / n;
  const covariances = Array.from({ length: lags + 1 }, (_, lag) => {
    let sum = 0;
    for (let at = lag; at < n; at++) sum += (series[at]! - mean) * (series[at - lag]! - mean);
    return sum / n;
  });
  return covariances[0]! > ROUNDING * mean * mean ? covariances : covariances.map(() => 0);
}
