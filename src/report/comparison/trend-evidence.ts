import type { TrendEvidence } from '../../compare/evidence.ts';
import type { LatencyBlock } from '../../compare/latency-block.ts';
import { countedBy } from '../../measure/counted-by.ts';
import { HdrCounts } from '../../measure/histogram/hdr-counts.ts';
import { QUANTILES, type QuantileName, rankOf } from '../../measure/histogram/quantile.ts';
import { RankIndex } from '../../measure/histogram/rank-index.ts';
import { UNRANKED_REASONS } from '../../measure/series.ts';
import type { Trend } from '../metric-schema.ts';
import type { Report } from '../report.ts';
import { type InterruptedAs, interruptedTurns } from './interrupted.ts';
import { type Block, countIn, measuredBlocks, runMsFor } from './measured-blocks.ts';
import { metricsAt, type ReportPart } from './part.ts';
import { failuresIn } from './share-evidence.ts';

/** Trends that a report keeps over time, by their metric. */
const OVER_TIME = { first_output: 'firstOutput', turn: 'turn' } as const;
type OverTime = keyof typeof OVER_TIME;

export function isOverTime(metric: string): metric is OverTime {
  return Object.hasOwn(OVER_TIME, metric);
}

/** The evidence of a run on a trend of a part; undefined if it has none. Throws a KnownError on damaged histograms. */
export function trendEvidence(
  report: Report,
  metric: string,
  part: ReportPart,
  interrupted: InterruptedAs = 'omitted',
): TrendEvidence | undefined {
  const trend = metricsAt(report, part)?.[metric];
  if (trend?.kind !== 'trend') return undefined;
  const counts = {
    withValue: trend.count,
    failed: failedWithoutValue(trend),
    interrupted: interrupted === 'failed' ? interruptedTurns(trend) : 0,
  };
  const turns = counts.withValue + counts.failed + counts.interrupted;
  return {
    turns,
    counted: countedBy(metric),
    // The report's own quantiles count interrupted turns in their upper bound; without any they are exact.
    quantileUs: (q) => (interruptedTurns(trend) === 0 ? quantileUs(trend, q, turns) : rankedUs(trend, q, turns)),
    atLeastUs: Math.max(trend.atLeastMs ?? 0, trend.max ?? 0) * 1000,
    blocks: () => (isOverTime(metric) ? latencyBlocks(report, metric, part, counts) : undefined),
    blockMs: report.timeline.blockMs,
    runMs: (ms) => runMsFor(report, ms),
  };
}

/** Turns that asked for a value and failed without one. */
export function failedWithoutValue({ censored }: Trend): number {
  return Object.entries(censored).reduce((sum, [reason, count]) => sum + (UNRANKED_REASONS.has(reason) ? 0 : count), 0);
}

const NAMES = Object.keys(QUANTILES) as QuantileName[];

function quantileUs(trend: Trend, q: number, turns: number): number {
  const ms = trend[NAMES.find((known) => QUANTILES[known] === q)!];
  if (ms !== null) return ms * 1000;
  return turns === 0 ? Number.NaN : Number.POSITIVE_INFINITY;
}

/** A quantile of other turns than the report ranked; without a histogram, the next higher one that the report has. */
function rankedUs(trend: Trend, q: number, turns: number): number {
  if (turns === 0) return Number.NaN;
  const rank = rankOf(turns, q);
  if (rank > trend.count) return Number.POSITIVE_INFINITY;
  const maxUs = (trend.max ?? 0) * 1000;
  if (trend.histogram !== undefined) {
    const counts = HdrCounts.decode(trend.histogram, 3);
    return Math.min(maxUs, counts.bucketBounds(new RankIndex(counts).bucketAt(rank)).highest);
  }
  const ranked = trend.count + failedWithoutValue(trend) + interruptedTurns(trend);
  const next = NAMES.find((name) => rankOf(ranked, QUANTILES[name]) >= rank && trend[name] !== null);
  return next === undefined ? maxUs : trend[next]! * 1000;
}

/** The turns of a trend by what became of them. */
interface TurnCounts {
  readonly withValue: number;
  /** Without a value, and known to be failed. */
  readonly failed: number;
  /** Interrupted ones that count as failed. */
  readonly interrupted: number;
}

/** Undefined if the report omitted its histograms over time. */
function latencyBlocks(
  report: Report,
  metric: OverTime,
  part: ReportPart,
  turns: TurnCounts,
): LatencyBlock[] | undefined {
  const blocks = measuredBlocks(report, part.place);
  const counts = blocks.map((block) => countsIn(block, OVER_TIME[metric], part));
  if (turns.withValue > 0 && counts.every(({ total }) => total === 0)) return undefined;
  const totals = counts.map(({ total }) => total);
  const failed = sharesOf(
    blocks.map((block) => failuresIn(block, 'turn_failure', part.target).hits),
    totals,
  );
  const interrupted = sharesOf(
    blocks.map((block) => countIn(block, 'turns_interrupted', part.target)),
    totals,
  );
  return counts.map((one, at) => ({
    counts: one,
    failed: turns.failed * failed[at]! + turns.interrupted * interrupted[at]!,
  }));
}

function countsIn({ steps }: Block, metric: 'firstOutput' | 'turn', part: ReportPart): HdrCounts {
  const sum = new HdrCounts(2);
  for (const step of steps) {
    const isHere =
      (part.target === undefined || part.target === step.target) &&
      (part.conversation === undefined || part.conversation === step.conversation) &&
      (part.step === undefined || part.step === step.step);
    const encoded = step[metric];
    if (isHere && encoded !== undefined) sum.addEncoded(encoded);
  }
  return sum;
}

/**
 * The share of each block in the turns without a value of a part. Over time, they are counted by target and not by step:
 * those of a step are assumed to be distributed like those of its target (`counted`), or like its turns if there are none.
 */
function sharesOf(counted: readonly number[], totals: readonly number[]): number[] {
  const weights = counted.some((count) => count > 0) ? counted : totals;
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (all > 0 ? weight / all : 1 / weights.length));
}
