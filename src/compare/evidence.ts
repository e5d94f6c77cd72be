import type { Estimate } from './estimate.ts';
import type { LatencyBlock } from './latency-block.ts';
import type { ShareCluster } from './share-difference.ts';

/** What one run shows of how long turns took at one place. */
export interface TrendEvidence {
  /** Failed turns with them. */
  readonly turns: number;
  /** µs, exact; Infinity where it falls among failed turns, NaN without turns. */
  readonly quantileUs: (q: number) => number;
  /** What a quantile that falls among failed turns is at least. */
  readonly atLeastUs: number;
  /** Neighbours in time, read when asked for; undefined where the run keeps none of this trend. */
  readonly blocks: () => readonly LatencyBlock[] | undefined;
  readonly blockMs: number;
  /** How long a run must be in which so much time is measured, ms. Default: all of a run is. */
  readonly runMs?: (measuredMs: number) => number;
}

/** What one run shows of a share, such as that of conversations that failed. */
export interface ShareEvidence {
  readonly whole: ShareCluster;
  /** Neighbours in time; undefined where it is not counted over time. */
  readonly blocks: readonly ShareCluster[] | undefined;
  readonly blockMs: number;
  /** As of a trend. */
  readonly runMs?: (measuredMs: number) => number;
}

/**
 * - runs: at least 3 a side were compared with each other, so the difference holds for further runs
 * - blocks: blocks of time of one run a side; how runs differ from one to the next is unknown
 */
export type EvidenceUnit = 'runs' | 'blocks';

/** How far one figure of the candidate lies from that of the baseline. Figures: µs, or shares. */
export interface Finding {
  readonly base: number;
  readonly candidate: number;
  /** Undefined where there is not enough data; `why` says so. */
  readonly estimate: Estimate | undefined;
  readonly why: string | undefined;
  /** On each side: runs or blocks. */
  readonly units: number;
  /** ms; how long the blocks were that were taken as independent. */
  readonly blockMs: number | undefined;
  /** Of a share: how many more trials a side make its interval fit within the margin (more-trials.ts). */
  readonly moreTrials?: (margin: number) => number | undefined;
}

/** With fewer a side, runs cannot be compared with each other. */
export const MIN_RUNS = 3;

export function unitOf(baseRuns: number, candidateRuns: number): EvidenceUnit | undefined {
  if (Math.min(baseRuns, candidateRuns) >= MIN_RUNS) return 'runs';
  return baseRuns === 1 && candidateRuns === 1 ? 'blocks' : undefined;
}
