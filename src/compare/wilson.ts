/**
 * Wilson score interval of a share observed as `value` in `n` trials, `t` standard errors each way. Unlike the normal
 * approximation, it is valid for shares of 0 and 1. (E. B. Wilson, Journal of the American Statistical Association 22, 1927)
 */
export function wilson(value: number, n: number, t: number): readonly [lower: number, upper: number] {
  const centre = (value + (t * t) / (2 * n)) / (1 + (t * t) / n);
  const half = (t * Math.sqrt((value * (1 - value)) / n + (t * t) / (4 * n * n))) / (1 + (t * t) / n);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
