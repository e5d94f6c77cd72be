/** Confidence interval of a quantile as ranks; an end is undefined if the sample is too small. */
export interface RankInterval {
  /** 1 = the smallest value. */
  readonly lower: number | undefined;
  readonly upper: number | undefined;
}

/**
 * Distribution-free confidence interval, from order statistics, of quantile `q` of `count` independent values.
 * With F ~ Binomial(count, 1 − q), the number of values above the quantile, the r-th value is below the quantile with
 * probability P(F ≤ count − r). So the upper rank is the smallest r with P(F ≤ count − r) ≤ (1 − confidence) / 2, the lower
 * rank the largest with P(F ≤ count − r) ≥ 1 − (1 − confidence) / 2. (David & Nagaraja, Order Statistics, 7.1.) Summation
 * starts at the highest value, so that high quantiles of small samples need few terms.
 */
export function orderStatisticInterval(count: number, q: number, confidence = 0.95): RankInterval {
  const tail = (1 - confidence) / 2;
  let upper: number | undefined;
  let cumulated = 0;
  let logProbability = count * Math.log(q);
  const logOdds = Math.log1p(-q) - Math.log(q);
  for (let above = 0; above < count; above++) {
    cumulated += Math.exp(logProbability);
    const rank = count - above;
    if (cumulated <= tail) upper = rank;
    if (cumulated >= 1 - tail) return { lower: rank, upper };
    logProbability += Math.log(rank / (above + 1)) + logOdds;
  }
  return { lower: undefined, upper };
}
