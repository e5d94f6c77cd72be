import type { LatencyHistogram } from './histogram/histogram.ts';
import { orderStatisticInterval } from './histogram/order-statistic-interval.ts';
import { type QuantileInterval, type QuantileReading, rankOf, sampleSupport } from './histogram/quantile.ts';
import { INTERRUPTED } from './interruption.ts';
import { UNRANKED_REASONS } from './series.ts';

export interface Censoring {
  readonly count: number;
  readonly shortestUs: number;
}

/** Lower bounds of interrupted turns. */
export interface BestCase {
  /** Elapsed time of each when it was stopped. */
  readonly elapsed: LatencyHistogram;
  /** These together with the lower bounds of all measured values. */
  readonly all: LatencyHistogram;
}

/** Bounds of a value, µs; `upperUs` is Infinity if there is no upper bound. */
export interface BoundsUs {
  readonly lowerUs: number;
  readonly upperUs: number;
}

/**
 * A trend together with the turns that have no value:
 *
 *     failed         ranks above all measured values, so an endpoint cannot look faster by failing its slow turns
 *     interrupted    right-censored: it would have taken at least as long as it had lasted. Values are bounds: in the best
 *                    case it ended when it was stopped, in the worst case never
 *     none-expected  no value was expected; it has no rank
 *
 * `stddevUs`, `minUs` and `maxUs` of the histograms cover measured values only.
 */
export class CensoredTrend {
  readonly upper: LatencyHistogram | undefined;
  /** Undefined if lower bounds are not recorded; has as many values as `upper`. */
  readonly lower: LatencyHistogram | undefined;
  readonly censored: ReadonlyMap<string, Censoring>;
  private readonly best: BestCase | undefined;

  /** `best`: if any turns were interrupted. */
  constructor(
    upper: LatencyHistogram | undefined,
    lower: LatencyHistogram | undefined,
    censored: ReadonlyMap<string, Censoring> = new Map(),
    best?: BestCase,
  ) {
    this.upper = upper;
    this.lower = lower;
    this.censored = censored;
    this.best = best;
  }

  get measured(): number {
    return this.upper?.count ?? 0;
  }

  /** Turns that failed without a value. */
  get failed(): number {
    let count = 0;
    for (const [reason, entry] of this.censored) if (!UNRANKED_REASONS.has(reason)) count += entry.count;
    return count;
  }

  get interrupted(): number {
    return this.best?.elapsed.count ?? 0;
  }

  /** Number of turns over which quantiles are computed. */
  get ranked(): number {
    return this.measured + this.failed + this.interrupted;
  }

  /** Lower bound of a quantile that falls among the failed turns. */
  get atLeastUs(): number {
    let shortestUs = Number.POSITIVE_INFINITY;
    for (const [reason, entry] of this.censored)
      if (!UNRANKED_REASONS.has(reason) && entry.count > 0) shortestUs = Math.min(shortestUs, entry.shortestUs);
    return Math.max(this.upper?.maxUs ?? 0, Number.isFinite(shortestUs) ? shortestUs : 0);
  }

  /** The trend without its interrupted turns. */
  withoutInterrupted(): CensoredTrend {
    if (this.interrupted === 0) return this;
    const censored = [...this.censored].filter(([reason]) => reason !== INTERRUPTED);
    return new CensoredTrend(this.upper, this.lower, new Map(censored));
  }

  /**
   * Bounds of the mean over all turns with an expected value. A failed turn counts with the shortest waiting time of its
   * reason: an underestimate, but failing does not lower the mean. An interrupted turn took at least its elapsed time, and at
   * most `maxTurnUs` (the timeout of its step).
   */
  meanBounds(maxTurnUs: number): BoundsUs {
    let failedUs = 0;
    for (const [reason, { count, shortestUs }] of this.censored)
      if (!UNRANKED_REASONS.has(reason)) failedUs += count * shortestUs;
    const lower = this.best?.all ?? this.lower ?? this.upper;
    const worstUs = this.interrupted > 0 ? this.interrupted * Math.max(maxTurnUs, this.best!.elapsed.maxUs) : 0;
    const { ranked } = this;
    return {
      lowerUs: ((lower?.sumUs ?? 0) + failedUs) / ranked,
      upperUs: ((this.upper?.sumUs ?? 0) + failedUs + worstUs) / ranked,
    };
  }

  /** Bounds of the longest turn. */
  get maxBounds(): BoundsUs {
    if (this.failed > 0) return { lowerUs: Number.POSITIVE_INFINITY, upperUs: Number.POSITIVE_INFINITY };
    const lower = this.best?.all ?? this.lower ?? this.upper;
    return { lowerUs: lower?.maxUs ?? 0, upperUs: this.interrupted > 0 ? Number.POSITIVE_INFINITY : this.upper!.maxUs };
  }

  /** Bounds of the shortest turn. */
  get minBounds(): BoundsUs {
    const lower = this.best?.all ?? this.lower ?? this.upper;
    return { lowerUs: lower?.minUs ?? 0, upperUs: this.measured > 0 ? this.upper!.minUs : Number.POSITIVE_INFINITY };
  }

  quantile(q: number): QuantileReading {
    const count = this.ranked;
    if (count === 0) return { kind: 'none' };
    const support = sampleSupport(count, q);
    const interval = support === 'few' ? this.interval(count, q) : undefined;
    const rank = rankOf(count, q);
    const lowerUs = this.lowerBoundAtRank(rank);
    const upperUs = this.upperBoundAtRank(rank);
    if (upperUs !== undefined) return { kind: 'measured', lowerUs: lowerUs!, upperUs, support, interval };
    const how = lowerUs === undefined ? 'failed' : 'interrupted';
    return { kind: 'censored', how, atLeastUs: lowerUs ?? this.atLeastUs, support, interval };
  }

  private interval(count: number, q: number): QuantileInterval {
    const ranks = orderStatisticInterval(count, q);
    return {
      lowerUs: ranks.lower === undefined ? undefined : (this.lowerBoundAtRank(ranks.lower) ?? this.atLeastUs),
      upperUs: ranks.upper === undefined ? undefined : this.upperBoundAtRank(ranks.upper),
    };
  }

  /** The value in the worst case; undefined if the rank may fall among the turns without a value. */
  private upperBoundAtRank(rank: number): number | undefined {
    return this.upper && rank <= this.measured ? this.upper.valueAtRank(rank, 'highest') : undefined;
  }

  /** The value in the best case; undefined if the rank falls among the failed turns. */
  private lowerBoundAtRank(rank: number): number | undefined {
    if (rank > this.measured + this.interrupted) return undefined;
    if (this.best) return this.best.all.valueAtRank(rank, 'lowest');
    return (this.lower ?? this.upper)?.valueAtRank(rank, this.lower ? 'lowest' : 'highest');
  }
}
