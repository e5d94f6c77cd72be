import type { LatencyHistogram } from './histogram.ts';
import { orderStatisticInterval } from './order-statistic-interval.ts';
import { type QuantileInterval, type QuantileReading, rankOf, sampleSupport } from './quantile.ts';
import { UNRANKED_REASONS } from './series.ts';

export interface Censoring {
  readonly count: number;
  readonly shortestUs: number;
}

/**
 * A trend together with the turns that asked for a value and got none. Those rank above everything measured, so an
 * endpoint cannot look faster by failing its slow turns. Interrupted turns and turns of which no reply was expected
 * have no rank. `meanUs`, `stddevUs`, `minUs` and `maxUs` of the histograms are over the measured alone.
 */
export class CensoredTrend {
  readonly upper: LatencyHistogram | undefined;
  /** Where both edges are kept; has as many values as `upper`. */
  readonly lower: LatencyHistogram | undefined;
  readonly censored: ReadonlyMap<string, Censoring>;

  constructor(
    upper: LatencyHistogram | undefined,
    lower: LatencyHistogram | undefined,
    censored: ReadonlyMap<string, Censoring> = new Map(),
  ) {
    this.upper = upper;
    this.lower = lower;
    this.censored = censored;
  }

  get measured(): number {
    return this.upper?.count ?? 0;
  }

  /** Turns without a value that count in quantiles. */
  get ranked(): number {
    let count = 0;
    for (const [reason, entry] of this.censored) if (!UNRANKED_REASONS.has(reason)) count += entry.count;
    return count;
  }

  /** What a quantile that falls among the turns without a value is at least. */
  get atLeastUs(): number {
    let shortestUs = Number.POSITIVE_INFINITY;
    for (const [reason, entry] of this.censored)
      if (!UNRANKED_REASONS.has(reason) && entry.count > 0) shortestUs = Math.min(shortestUs, entry.shortestUs);
    return Math.max(this.upper?.maxUs ?? 0, Number.isFinite(shortestUs) ? shortestUs : 0);
  }

  /**
   * Mean of an edge over all turns that asked for a value, each that got none with the shortest time any of its kind was
   * waited for: no more than the truth, but nobody lowers it by failing.
   */
  meanUs(edge: LatencyHistogram): number {
    let [sumUs, count] = [edge.meanUs * edge.count, edge.count];
    for (const [reason, entry] of this.censored) {
      if (UNRANKED_REASONS.has(reason)) continue;
      sumUs += entry.count * entry.shortestUs;
      count += entry.count;
    }
    return sumUs / count;
  }

  quantile(q: number): QuantileReading {
    const count = this.measured + this.ranked;
    if (count === 0) return { kind: 'none' };
    const support = sampleSupport(count, q);
    const interval = support === 'few' ? this.interval(count, q) : undefined;
    const rank = rankOf(count, q);
    const upperUs = this.atRank(rank, 'highest');
    if (upperUs === undefined) return { kind: 'censored', atLeastUs: this.atLeastUs, support, interval };
    return { kind: 'measured', lowerUs: this.atRank(rank, 'lowest')!, upperUs, support, interval };
  }

  private interval(count: number, q: number): QuantileInterval {
    const ranks = orderStatisticInterval(count, q);
    return {
      lowerUs: ranks.lower === undefined ? undefined : (this.atRank(ranks.lower, 'lowest') ?? this.atLeastUs),
      upperUs: ranks.upper === undefined ? undefined : this.atRank(ranks.upper, 'highest'),
    };
  }

  /** Undefined where the rank falls among the turns without a value. */
  private atRank(rank: number, edge: 'highest' | 'lowest'): number | undefined {
    if (!this.upper || rank > this.measured) return undefined;
    const upperUs = this.upper.valueAtRank(rank, 'highest');
    if (edge === 'highest' || !this.lower) return upperUs;
    return this.lower.valueAtRank(rank, 'lowest');
  }
}
