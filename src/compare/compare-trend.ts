import { HdrCounts } from '../measure/histogram/hdr-counts.ts';
import type { RandomStream } from '../platform/random.ts';
import { blocksEach } from './bootstrap/block-length.ts';
import { BlockQuantiles } from './bootstrap/block-quantiles.ts';
import { joinNeighbours } from './bootstrap/join-blocks.ts';
import { bothSides, type Extent, sameMs, tooFewValues, tooLittle } from './enough-data.ts';
import type { Finding, TrendEvidence } from './evidence.ts';
import { type LatencyBlock, turnsOf } from './latency-block.ts';
import { quantileDifferenceByBlocks, quantileDifferenceByRuns } from './quantile-difference.ts';

const NO_ESTIMATE = { estimate: undefined, units: 0, blockMs: undefined } as const;

/** The quantiles of one trend of several runs per side, each run a unit. */
export function compareTrendByRuns(
  base: readonly TrendEvidence[],
  candidate: readonly TrendEvidence[],
  quantiles: readonly number[],
): Finding[] {
  return quantiles.map((q) => {
    const values = { base: middleOf(base, q), candidate: middleOf(candidate, q) };
    const why = sideWithTooLittle(q, base, candidate) ?? bothFailed(values, base[0]?.counted);
    if (why !== undefined) return { ...values, ...NO_ESTIMATE, why };
    const valuesOf = (runs: readonly TrendEvidence[]) => runs.map((run) => knownUs(run.quantileUs(q), run.atLeastUs));
    const estimate = quantileDifferenceByRuns(valuesOf(base), valuesOf(candidate));
    return { ...values, estimate, why, units: Math.min(base.length, candidate.length), blockMs: undefined };
  });
}

/** How blocks are resampled. */
interface Resampling {
  /** The source of randomness. */
  readonly stream: RandomStream;
  /** The difference of a quantile between both sides. Default: of sides that are independent of each other. */
  readonly differenceOf?: typeof quantileDifferenceByBlocks;
}

/** The quantiles of one trend of one run per side, each block of time a unit. */
export function compareTrendByBlocks(
  base: TrendEvidence,
  candidate: TrendEvidence,
  quantiles: readonly number[],
  { stream, differenceOf = quantileDifferenceByBlocks }: Resampling,
): Finding[] {
  const cut = cutAlike(base, candidate);
  return quantiles.map((q) => {
    const values = { base: base.quantileUs(q), candidate: candidate.quantileUs(q) };
    const why = shortOf(q, cut, { ...values, counted: base.counted });
    if (!cut || why !== undefined) return { ...values, ...NO_ESTIMATE, blockMs: cut?.blockMs, why };
    const sideOf = (run: TrendEvidence, blocks: BlockQuantiles) => ({
      us: knownUs(run.quantileUs(q), run.atLeastUs),
      ceilingUs: run.atLeastUs,
      blocks,
    });
    const estimate = differenceOf(sideOf(base, cut.base), sideOf(candidate, cut.candidate), q, stream);
    return { ...values, estimate, why, units: Math.min(cut.base.size, cut.candidate.size), blockMs: cut.blockMs };
  });
}

/** Why a quantile cannot be compared; undefined if it can. */
function shortOf(
  q: number,
  cut: ReturnType<typeof cutAlike>,
  values: { readonly base: number; readonly candidate: number; readonly counted: string | undefined },
): string | undefined {
  if (!cut) return 'a report has no histograms of it over time; compare 3 runs per side instead';
  return (
    bothSides(
      tooLittle(q, Math.round(cut.base.total), cut.extents.base),
      tooLittle(q, Math.round(cut.candidate.total), cut.extents.candidate),
    ) ?? bothFailed(values, values.counted)
  );
}

/** Both runs in blocks of the same length, long enough for both. */
function cutAlike(base: TrendEvidence, candidate: TrendEvidence) {
  const [baseBlocks, candidateBlocks] = [base.blocks(), candidate.blocks()];
  if (!baseBlocks || !candidateBlocks) return undefined;
  const blockMs = Math.max(base.blockMs, candidate.blockMs);
  const left = merged(baseBlocks, blockMs / base.blockMs);
  const right = merged(candidateBlocks, blockMs / candidate.blockMs);
  const each = Math.max(blocksEach(left, blockMs), blocksEach(right, blockMs));
  const groups = { baseline: joinNeighbours(left, each), candidate: joinNeighbours(right, each) };
  const extentOf = (side: Extent['side'], { runMs = sameMs }: TrendEvidence, all: number): Extent => ({
    side,
    blocks: groups[side].length,
    blockMs: each * blockMs,
    measuredMs: all * blockMs,
    runMs,
  });
  return {
    base: new BlockQuantiles(groups.baseline),
    candidate: new BlockQuantiles(groups.candidate),
    blockMs: (left.length * blockMs) / groups.baseline.length,
    extents: {
      base: extentOf('baseline', base, left.length),
      candidate: extentOf('candidate', candidate, right.length),
    },
  };
}

function merged(blocks: readonly LatencyBlock[], each: number): readonly LatencyBlock[] {
  if (each <= 1) return blocks;
  return joinNeighbours(blocks, each).map((group) => {
    const counts = new HdrCounts(2);
    for (const block of group) counts.add(block.counts);
    return { counts, failed: turnsOf(group) - counts.total };
  });
}

function sideWithTooLittle(q: number, base: readonly TrendEvidence[], candidate: readonly TrendEvidence[]) {
  const turns = (runs: readonly TrendEvidence[]) => runs.reduce((sum, run) => sum + run.turns, 0);
  const few = (side: Extent['side'], runs: readonly TrendEvidence[]) =>
    tooFewValues(q, turns(runs), { side, counted: runs[0]?.counted });
  return bothSides(few('baseline', base), few('candidate', candidate));
}

function bothFailed({ base, candidate }: { base: number; candidate: number }, counted = 'turns'): string | undefined {
  return base === Infinity && candidate === Infinity ? `both lie among failed ${counted}` : undefined;
}

function knownUs(us: number, atLeastUs: number): number {
  return Math.max(1, Number.isFinite(us) ? us : atLeastUs);
}

/** The geometric mean, since logarithms are compared; Infinity if one value lies among failed turns. */
function middleOf(runs: readonly TrendEvidence[], q: number): number {
  return Math.exp(runs.reduce((sum, run) => sum + Math.log(run.quantileUs(q)), 0) / runs.length);
}
