import type { HdrCounts } from '../measure/histogram/hdr-counts.ts';

/** Turns of a stretch of time: what they took, and how many failed; those rank above all that were measured. */
export interface LatencyBlock {
  readonly counts: HdrCounts;
  readonly failed: number;
}

export function turnsOf(blocks: readonly LatencyBlock[]): number {
  return blocks.reduce((sum, { counts, failed }) => sum + counts.total + failed, 0);
}
