/** The ranks between which a quantile lies with the given confidence; undefined where the sample is too small to say. */
export interface RankInterval {
  /** 1 = the smallest value. */
  readonly lower: number | undefined;
  readonly upper: number | undefined;
}

/**
 * The interval of order statistics for quantile `q` of `count` independent values, whatever their distribution.
 * With B ~ Binomial(count, q): the r-th value lies above the quantile with probability P(B < r). So the lower rank is
 * the largest r with P(B ≤ r − 1) ≤ (1 − confidence) / 2, the upper one the smallest with P(B ≤ r − 1) ≥ 1 − that.
 * (David & Nagaraja, Order Statistics, 7.1.)
 */
export function orderStatisticInterval(count: number, q: number, confidence = 0.95): RankInterval {
  const tail = (1 - confidence) / 2;
  let lower: number | undefined;
  let cumulated = 0;
  let logProbability = count * Math.log1p(-q);
  const logOdds = Math.log(q) - Math.log1p(-q);
  for (let successes = 0; successes < count; successes++) {
    cumulated += Math.exp(logProbability);
    const rank = successes + 1;
    if (cumulated <= tail) lower = rank;
    if (cumulated >= 1 - tail) return { lower, upper: rank };
    logProbability += Math.log((count - successes) / rank) + logOdds;
  }
  return { lower, upper: undefined };
}
