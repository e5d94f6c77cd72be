/** The ranks between which a quantile lies with the given confidence; undefined where the sample is too small to say. */
export interface RankInterval {
  /** 1 = the smallest value. */
  readonly lower: number | undefined;
  readonly upper: number | undefined;
}

/**
 * The interval of order statistics for quantile `q` of `count` independent values, whatever their distribution.
 * With F ~ Binomial(count, 1 − q), the number of values above the quantile, the r-th value lies below the quantile with
 * probability P(F ≤ count − r). So the upper rank is the smallest r with P(F ≤ count − r) ≤ (1 − confidence) / 2, the lower
 * one the largest with P(F ≤ count − r) ≥ 1 − that. (David & Nagaraja, Order Statistics, 7.1.) Counted from above, a high
 * quantile of few values takes few terms.
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
