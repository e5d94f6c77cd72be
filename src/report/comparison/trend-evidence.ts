import type { TrendEvidence } from '../../compare/evidence.ts';
import type { LatencyBlock } from '../../compare/latency-block.ts';
import { HdrCounts } from '../../measure/hdr-counts.ts';
import { QUANTILES, type QuantileName } from '../../measure/quantile.ts';
import { UNRANKED_REASONS } from '../../measure/series.ts';
import type { Trend } from '../metric-schema.ts';
import type { Report, ReportTimeline } from '../report.ts';
import { measuredBlocks } from './measured-blocks.ts';
import { metricsAt, type Place } from './place.ts';
import { failuresIn } from './share-evidence.ts';

/** Trends that a report keeps over time, by their metric. */
const OVER_TIME = { first_output: 'firstOutput', turn: 'turn' } as const;
type OverTime = keyof typeof OVER_TIME;

export function isOverTime(metric: string): metric is OverTime {
  return Object.hasOwn(OVER_TIME, metric);
}

/** What a run shows of a trend at a place; undefined where it has none there. Throws a KnownError on damaged histograms. */
export function trendEvidence(report: Report, metric: string, place: Place): TrendEvidence | undefined {
  const trend = metricsAt(report, place)?.[metric];
  if (trend?.kind !== 'trend') return undefined;
  const failed = failedTurns(trend);
  const turns = trend.count + failed;
  return {
    turns,
    quantileUs: (q) => quantileUs(trend, q, turns),
    atLeastUs: Math.max(trend.atLeastMs ?? 0, trend.max ?? 0) * 1000,
    blocks: () => (isOverTime(metric) ? latencyBlocks(report, metric, place, trend) : undefined),
    blockMs: report.timeline.blockMs,
  };
}

/** Turns that asked for a value and failed without one. */
export function failedTurns({ censored }: Trend): number {
  return Object.entries(censored).reduce((sum, [reason, count]) => sum + (UNRANKED_REASONS.has(reason) ? 0 : count), 0);
}

function quantileUs(trend: Trend, q: number, turns: number): number {
  const name = (Object.keys(QUANTILES) as QuantileName[]).find((known) => QUANTILES[known] === q)!;
  const ms = trend[name];
  if (ms !== null) return ms * 1000;
  return turns === 0 ? Number.NaN : Number.POSITIVE_INFINITY;
}

/** Undefined where the report left its histograms over time out. */
function latencyBlocks(report: Report, metric: OverTime, place: Place, trend: Trend): LatencyBlock[] | undefined {
  const blocks = measuredBlocks(report);
  const counts = blocks.map((block) => countsIn(block, OVER_TIME[metric], place));
  if (trend.count > 0 && counts.every(({ total }) => total === 0)) return undefined;
  const shares = sharesOfFailures(blocks, counts, place.target);
  const failed = failedTurns(trend);
  return counts.map((one, index) => ({ counts: one, failed: failed * shares[index]! }));
}

function countsIn(
  { steps }: ReportTimeline['blocks'][number],
  metric: 'firstOutput' | 'turn',
  place: Place,
): HdrCounts {
  const sum = new HdrCounts(2);
  for (const step of steps) {
    const isHere =
      (place.target === undefined || place.target === step.target) &&
      (place.conversation === undefined || place.conversation === step.conversation) &&
      (place.step === undefined || place.step === step.step);
    const encoded = step[metric];
    if (isHere && encoded !== undefined) sum.add(HdrCounts.decode(encoded, 2));
  }
  return sum;
}

/**
 * Which share of a place's failed turns each block takes. Over time, failures are counted by target and not by step: those of
 * the step are taken to have come when its target's did; where the blocks hold none, as its turns came.
 */
function sharesOfFailures(
  blocks: readonly ReportTimeline['blocks'][number][],
  counts: readonly HdrCounts[],
  target: string | undefined,
): number[] {
  const failures = blocks.map((block) => failuresIn(block, 'turn_failure', target).hits);
  const weights = failures.some((hits) => hits > 0) ? failures : counts.map(({ total }) => total);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (all > 0 ? weight / all : 1 / weights.length));
}
