import type { Report } from '../../report/report.ts';

/**
 * The part of a block within the run, ms. The last block is often incomplete, and rates over its full length would be too
 * low. At least a tenth of it, so that rates stay bounded.
 */
export function blockLengthMs({ run, timeline: { blockMs } }: Report, startMs: number): number {
  return Math.min(blockMs, Math.max(blockMs / 10, run.durationMs - startMs));
}
