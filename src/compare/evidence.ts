import type { Estimate } from './estimate.ts';
import type { LatencyBlock } from './latency-block.ts';
import type { ShareCluster } from './share-difference.ts';

/** The evidence of one run on the duration of turns at one place. */
export interface TrendEvidence {
  /** Including failed turns. */
  readonly turns: number;
  /** What is counted where it is not turns: `connections`. Default `turns`. */
  readonly counted?: string;
  /** µs, exact; Infinity if it falls among failed turns, NaN without turns. */
  readonly quantileUs: (q: number) => number;
  /** Minimum of a quantile that falls among failed turns. */
  readonly atLeastUs: number;
  /** Consecutive blocks, read on demand; undefined if the run keeps none of this trend. */
  readonly blocks: () => readonly LatencyBlock[] | undefined;
  readonly blockMs: number;
  /** Duration of a run that measures the given time, ms. Default: the whole run is measured. */
  readonly runMs?: (measuredMs: number) => number;
}

/** The evidence of one run on a share, such as that of failed conversations. */
export interface ShareEvidence {
  readonly whole: ShareCluster;
  /** Consecutive blocks; undefined if it is not counted over time. */
  readonly blocks: readonly ShareCluster[] | undefined;
  readonly blockMs: number;
  /** Why there is no share if nothing was counted. Default `none ended`. */
  readonly none?: string;
  /** The same as for a trend. */
  readonly runMs?: (measuredMs: number) => number;
}

/**
 * - runs: at least 3 per side were compared with each other, so the difference applies to further runs
 * - blocks: blocks of time of one run per side; how runs differ from one to the next is unknown
 */
export type EvidenceUnit = 'runs' | 'blocks';

/** The difference of one metric between candidate and baseline. Values: µs, or shares. */
export interface Finding {
  readonly base: number;
  readonly candidate: number;
  /** Undefined without enough data; see `why`. */
  readonly estimate: Estimate | undefined;
  readonly why: string | undefined;
  /** Number of runs or blocks per side. */
  readonly units: number;
  /** Length of the blocks, assumed to be independent, ms. */
  readonly blockMs: number | undefined;
  /** For a share: factor of more trials per side that makes its interval fit within the margin (more-trials.ts). */
  readonly moreTrials?: (margin: number) => number | undefined;
}

/** With fewer per side, runs cannot be compared with each other. */
export const MIN_RUNS = 3;

export function evidenceUnit(baseRuns: number, candidateRuns: number): EvidenceUnit | undefined {
  if (Math.min(baseRuns, candidateRuns) >= MIN_RUNS) return 'runs';
  return baseRuns === 1 && candidateRuns === 1 ? 'blocks' : undefined;
}
