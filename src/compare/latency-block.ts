import type { HdrCounts } from '../measure/histogram/hdr-counts.ts';

/** Turns of a block of time: their durations, and how many failed; failed ones rank as slowest. */
export interface LatencyBlock {
  readonly counts: HdrCounts;
  readonly failed: number;
}

export function turnsOf(blocks: readonly LatencyBlock[]): number {
  return blocks.reduce((sum, { counts, failed }) => sum + counts.total + failed, 0);
}
