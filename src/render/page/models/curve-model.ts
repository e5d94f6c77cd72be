import { HdrCounts } from '../../../measure/histogram/hdr-counts.ts';
import { QUANTILES, rankOf } from '../../../measure/histogram/quantile.ts';
import { RankIndex } from '../../../measure/histogram/rank-index.ts';
import { INTERRUPTED } from '../../../measure/interruption.ts';
import type { Trend } from '../../../report/metric-schema.ts';
import { failedOf } from '../../tables/format-trend.ts';
import { distributionBars } from '../distribution-bars.ts';
import type { CurveModel } from '../page-model.ts';

const MAX_STEPS = 50;
/** Steps from one halving of the share beyond to the next, as many as fit. */
const DENSEST = 8;
/** Points of the curve in any case: what the tables show lies on it. */
const NAMED = [...Object.values(QUANTILES), 0.9999];

/**
 * The percentile curve of a trend, in steps that halve the share of turns beyond: 0, ½, ¾, ⅞ … and some between. Failed turns
 * keep their rank, and interrupted ones may have taken for ever, so the curve ends before them. Undefined where the report keeps no histogram of it. Throws a KnownError
 * where that is damaged.
 */
export function curveModel(trend: Trend): CurveModel | undefined {
  if (trend.histogram === undefined || trend.count === 0) return undefined;
  const upper = HdrCounts.decode(trend.histogram, 3);
  const lower = trend.histogramLower === undefined ? undefined : HdrCounts.decode(trend.histogramLower, 3);
  const total = upper.total + failedOf(trend) + (trend.censored[INTERRUPTED] ?? 0);
  const ranks = curveRanks(total).filter((rank) => rank <= upper.total);
  if (ranks.at(-1) !== upper.total) ranks.push(upper.total);
  const upperMs = curveValues(upper, ranks, 'highest', trend.max ?? Number.POSITIVE_INFINITY);
  return {
    share: [0, ...ranks.map((rank) => round(rank / total, 7))],
    upper: [trend.min ?? upperMs[0]!, ...upperMs],
    lower: lower ? withFirst(curveValues(lower, ranks, 'lowest')) : [trend.min ?? upperMs[0]!, ...upperMs],
    bars: distributionBars(upper),
  };
}

/** Ranks of about 60 points: rising, each once; the last is `total`. */
export function curveRanks(total: number): number[] {
  const halvings = Math.max(1, Math.ceil(Math.log2(total)));
  const each = Math.min(DENSEST, Math.max(1, Math.floor(MAX_STEPS / halvings)));
  const steps = Array.from({ length: halvings * each }, (_, step) => 1 - 2 ** (-step / each));
  const ranks = [...steps, ...NAMED].map((share) => rankOf(total, share));
  return [...new Set([...ranks, total])].sort((left, right) => left - right);
}

/** Values in ms; a bucket's upper end is clamped to the exact maximum. */
export function curveValues(
  counts: HdrCounts,
  ranks: readonly number[],
  edge: 'highest' | 'lowest',
  maxMs = Infinity,
): number[] {
  const index = new RankIndex(counts);
  return ranks.map((rank) => Math.min(maxMs, counts.bucketBounds(index.bucketAt(rank))[edge] / 1000));
}

function withFirst(values: readonly number[]): number[] {
  return [values[0]!, ...values];
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
