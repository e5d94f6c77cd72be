import { randomNormal } from 'd3-random';
import { compareShareByBlocks, compareShareByRuns } from '../../src/compare/compare-share.ts';
import { compareTrendByBlocks, compareTrendByRuns } from '../../src/compare/compare-trend.ts';
import { intervalOf } from '../../src/compare/estimate.ts';
import type { ShareEvidence, TrendEvidence } from '../../src/compare/evidence.ts';
import type { Margin } from '../../src/compare/margin.ts';
import { HdrCounts } from '../../src/measure/histogram/hdr-counts.ts';
import { rankOf } from '../../src/measure/histogram/quantile.ts';
import { type RandomStream, randomStream } from '../../src/platform/random.ts';
import type { ComparedMetric } from '../../src/report/comparison/compared-metrics.ts';
import { judgeMetrics } from '../../src/report/comparison/judge-metrics.ts';

/** Turns are lognormal(0.4) around 1 s, times a level that wanders from second to second and differs from run to run. */
export interface Simulated {
  readonly seconds: number;
  readonly turns: number;
  /** As a timeline of that length has them. */
  readonly blockMs: number;
  /** Deviation of the level (its logarithm), and what each second keeps of the one before. */
  readonly level?: { readonly deviation: number; readonly rho: number };
  readonly runDeviation?: number;
  readonly runsEach?: number;
  readonly margin: Margin;
  /** By how much the candidate is slower; 1 is not at all. */
  readonly factor: number;
}

export interface SimulatedResult {
  /** Whether any row that decides came out so. */
  readonly slower: boolean;
  readonly refused: boolean;
  /** Of p50 and p95 of first_output, where judged: whether the 95 % interval holds the truth. */
  readonly held: readonly boolean[];
}

const SIGMA = 0.4;
const TURNS_OF_CONVERSATION = 5;
const FAILED_SHARE = 0.005;
const QUANTILES = [0.5, 0.95];

interface SimulatedRun {
  readonly firstOutput: TrendEvidence;
  readonly turn: TrendEvidence;
  readonly failures: ShareEvidence;
}

/** Compares a base with a candidate, both drawn anew for each `number`. */
export function simulateComparison(setup: Simulated, number: number): SimulatedResult {
  const runs = setup.runsEach ?? 1;
  const drawn = (side: string, factor: number) =>
    Array.from({ length: runs }, (_, run) => drawRun(setup, factor, randomStream(number, run, side)));
  const compared = compare(drawn('base', 1), drawn('candidate', setup.factor), number);
  const rows = judgeMetrics(compared, {
    margin: setup.margin,
    shareMargin: 0.01,
    gating: true,
    failuresRose: () => false,
  });
  const truth = Math.log(setup.factor);
  return {
    slower: rows.some(({ outcome }) => outcome === 'slower' || outcome === 'worse'),
    refused: rows.some(({ outcome }) => outcome === 'not-enough-data'),
    held: compared.slice(0, QUANTILES.length).flatMap(({ estimate }) => {
      if (!estimate) return [];
      const [low, high] = intervalOf(estimate, 0.95);
      return [low <= truth && truth <= high];
    }),
  };
}

function compare(base: readonly SimulatedRun[], candidate: readonly SimulatedRun[], number: number): ComparedMetric[] {
  const byRuns = base.length > 1;
  const trends = (['firstOutput', 'turn'] as const).flatMap((name) => {
    const [left, right] = [base.map((run) => run[name]), candidate.map((run) => run[name])];
    return byRuns
      ? compareTrendByRuns(left, right, QUANTILES)
      : compareTrendByBlocks(left[0]!, right[0]!, QUANTILES, { stream: randomStream(number, 0, name) });
  });
  const [left, right] = [base.map(({ failures }) => failures), candidate.map(({ failures }) => failures)];
  const share = byRuns ? compareShareByRuns(left, right) : compareShareByBlocks(left[0]!, right[0]!);
  const about = { part: {}, baseAtLeastUs: 0, candidateAtLeastUs: 0 };
  return [
    ...trends.map((finding) => ({ ...finding, ...about, metric: 'turn', quantile: 'p50' as const })),
    { ...share, ...about, metric: 'conversation_completion', quantile: undefined },
  ];
}

function drawRun(setup: Simulated, factor: number, stream: RandomStream): SimulatedRun {
  const { seconds, turns, blockMs, level = { deviation: 0, rho: 0 }, runDeviation = 0 } = setup;
  const normal = randomNormal.source(() => stream.next())();
  const each = blockMs / 1000;
  const blocks = Array.from({ length: Math.ceil(seconds / each) }, (): { us: number[]; hits: number; of: number } => ({
    us: [],
    hits: 0,
    of: 0,
  }));
  const ofRun = runDeviation * normal();
  let wander = normal();
  for (let second = 0, due = 0; second < seconds; second++) {
    const block = blocks[Math.floor(second / each)]!;
    for (due += turns / seconds; due >= 1; due--) {
      const us = 1e6 * factor * Math.exp(SIGMA * normal() + level.deviation * wander + ofRun);
      block.us.push(Math.round(us));
      if (stream.next() < 1 / TURNS_OF_CONVERSATION) {
        block.of++;
        if (stream.next() < FAILED_SHARE) block.hits++;
      }
    }
    wander = level.rho * wander + Math.sqrt(1 - level.rho ** 2) * normal();
  }
  const failures = {
    blocks,
    blockMs,
    whole: { hits: sum(blocks.map(({ hits }) => hits)), of: sum(blocks.map(({ of }) => of)) },
  };
  const trend = (moreUs: number) =>
    trendOf(
      blocks.map(({ us }) => us.map((one) => one + moreUs)),
      blockMs,
    );
  return { firstOutput: trend(0), turn: trend(50_000), failures };
}

function trendOf(blocks: readonly (readonly number[])[], blockMs: number): TrendEvidence {
  const sorted = Float64Array.from(blocks.flat()).sort();
  const coarse = () =>
    blocks.map((us) => {
      const counts = new HdrCounts(2);
      for (const one of us) counts.record(one);
      return { counts, failed: 0 };
    });
  return {
    turns: sorted.length,
    quantileUs: (q) => sorted[rankOf(sorted.length, q) - 1]!,
    atLeastUs: sorted.at(-1)!,
    blocks: coarse,
    blockMs,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
