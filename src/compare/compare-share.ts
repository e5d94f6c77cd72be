import { andrewsLength } from './andrews-length.ts';
import { LEAST_BLOCK_MS } from './block-length.ts';
import { tooFewBlocks } from './enough-data.ts';
import type { Finding, ShareEvidence } from './evidence.ts';
import { joinNeighbours } from './join-blocks.ts';
import { politisWhiteLength } from './politis-white.ts';
import { type ShareCluster, shareDifference } from './share-difference.ts';

/** A share of several runs a side, each run a cluster. */
export function compareShareByRuns(base: readonly ShareEvidence[], candidate: readonly ShareEvidence[]): Finding {
  const clusters = [base, candidate].map((runs) => runs.map(({ whole }) => whole)) as [ShareCluster[], ShareCluster[]];
  const figures = { base: shareOf(clusters[0]), candidate: shareOf(clusters[1]) };
  const units = Math.min(base.length, candidate.length);
  return { ...figures, ...judged(clusters, units, undefined), blockMs: undefined };
}

/** A share of one run a side, each stretch of time a cluster: failures come together in time, as slow turns do. */
export function compareShareByBlocks(base: ShareEvidence, candidate: ShareEvidence): Finding {
  const blockMs = Math.max(base.blockMs, candidate.blockMs);
  const [left, right] = [
    summed(base.blocks, blockMs / base.blockMs),
    summed(candidate.blocks, blockMs / candidate.blockMs),
  ];
  const each = Math.max(LEAST_BLOCK_MS / blockMs, lengthFor(left), lengthFor(right));
  const clusters: [ShareCluster[], ShareCluster[]] = [summed(left, each), summed(right, each)];
  const units = Math.min(clusters[0].length, clusters[1].length);
  const figures = { base: shareOf([base.whole]), candidate: shareOf([candidate.whole]) };
  return {
    ...figures,
    ...judged(clusters, units, tooFewBlocks(units)),
    blockMs: (left.length * blockMs) / clusters[0].length,
  };
}

function judged(
  [base, candidate]: readonly [ShareCluster[], ShareCluster[]],
  units: number,
  short: string | undefined,
) {
  const empty = [base, candidate].some((clusters) => clusters.every(({ of }) => of === 0));
  const why = empty ? 'none came to an end' : short;
  return why === undefined
    ? { estimate: shareDifference(base, candidate), why, units }
    : { estimate: undefined, why, units: 0 };
}

function lengthFor(blocks: readonly ShareCluster[]): number {
  const whole = shareOf(blocks);
  const series = blocks.map(({ hits, of }) => (of > 0 ? hits / of : whole));
  return Math.max(politisWhiteLength(series), andrewsLength(series));
}

function summed(blocks: readonly ShareCluster[], each: number): ShareCluster[] {
  if (each <= 1) return [...blocks];
  return joinNeighbours(blocks, each).map((group) => ({
    hits: group.reduce((sum, { hits }) => sum + hits, 0),
    of: group.reduce((sum, { of }) => sum + of, 0),
  }));
}

function shareOf(clusters: readonly ShareCluster[]): number {
  return clusters.reduce((sum, { hits }) => sum + hits, 0) / clusters.reduce((sum, { of }) => sum + of, 0);
}
