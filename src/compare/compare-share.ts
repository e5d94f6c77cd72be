import { andrewsLength } from './bootstrap/andrews-length.ts';
import { MIN_BLOCK_MS } from './bootstrap/block-length.ts';
import { joinNeighbours } from './bootstrap/join-blocks.ts';
import { politisWhiteLength } from './bootstrap/politis-white.ts';
import { bothSides, type Extent, sameMs, tooFewBlocks } from './enough-data.ts';
import type { Finding, ShareEvidence } from './evidence.ts';
import { moreTrials } from './more-trials.ts';
import { type ShareCluster, type ShareSide, shareDifference, sumOfClusters } from './share-difference.ts';

/** A share of several runs per side, each run a cluster. */
export function compareShareByRuns(base: readonly ShareEvidence[], candidate: readonly ShareEvidence[]): Finding {
  const sideOf = (runs: readonly ShareEvidence[]): ShareSide => {
    const clusters = runs.map(({ whole }) => whole);
    return { whole: sumOfClusters(clusters), clusters };
  };
  return findingOf({ from: sideOf(base), to: sideOf(candidate), none: base[0]?.none });
}

/** A share of one run per side, each block of time a cluster: failures come together in time, as slow turns do. */
export function compareShareByBlocks(base: ShareEvidence, candidate: ShareEvidence): Finding {
  const blockMs = Math.max(base.blockMs, candidate.blockMs);
  const [left, right] = [
    summed(base.blocks, blockMs / base.blockMs),
    summed(candidate.blocks, blockMs / candidate.blockMs),
  ];
  const each = Math.max(MIN_BLOCK_MS / blockMs, lengthFor(left), lengthFor(right));
  const sideOf = (whole: ShareCluster, blocks: readonly ShareCluster[]) => ({ whole, clusters: summed(blocks, each) });
  const [from, to] = [sideOf(base.whole, left), sideOf(candidate.whole, right)];
  const extentOf = (side: Extent['side'], { runMs = sameMs }: ShareEvidence, all: number, blocks: number): Extent => ({
    side,
    blocks,
    blockMs: Math.max(1, each) * blockMs,
    measuredMs: all * blockMs,
    runMs,
  });
  const short = bothSides(
    tooFewBlocks(extentOf('baseline', base, left.length, from.clusters.length)),
    tooFewBlocks(extentOf('candidate', candidate, right.length, to.clusters.length)),
  );
  const why = base.blocks && candidate.blocks ? short : NOT_OVER_TIME;
  return findingOf({ from, to, none: base.none, why, blockMs: (left.length * blockMs) / from.clusters.length });
}

const NOT_OVER_TIME = 'failures over time are counted by target, not by step: compare 3 runs per side instead';

interface Compared {
  readonly from: ShareSide;
  readonly to: ShareSide;
  readonly none: string | undefined;
  /** Why there are too few blocks. */
  readonly why?: string | undefined;
  readonly blockMs?: number;
}

function findingOf({ from, to, none = 'none ended', why: short, blockMs }: Compared): Finding {
  const empty = [from, to].some(({ clusters }) => clusters.every(({ of }) => of === 0));
  const why = short ?? (empty ? none : undefined);
  const values = { base: from.whole.hits / from.whole.of, candidate: to.whole.hits / to.whole.of, why };
  if (why !== undefined) return { ...values, estimate: undefined, units: 0, blockMs: undefined };
  return {
    ...values,
    estimate: shareDifference(from, to),
    units: unitsOf(from, to),
    blockMs,
    moreTrials: (margin) => moreTrials(from, to, margin),
  };
}

function unitsOf(from: ShareSide, to: ShareSide): number {
  return Math.min(from.clusters.length, to.clusters.length);
}

function lengthFor(blocks: readonly ShareCluster[]): number {
  const whole = sumOfClusters(blocks);
  const series = blocks.map(({ hits, of }) => (of > 0 ? hits / of : whole.hits / whole.of));
  return Math.max(politisWhiteLength(series), andrewsLength(series));
}

function summed(blocks: readonly ShareCluster[] = [], each: number): ShareCluster[] {
  return each <= 1 ? [...blocks] : joinNeighbours(blocks, each).map(sumOfClusters);
}
