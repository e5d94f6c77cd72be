import type { Report } from '../../report/report.ts';

/**
 * How much of a block the run filled, ms. The last one has often only begun: over its whole length everything would seem to
 * come to an end. At least a tenth of it, so that what is counted per second stays in bounds.
 */
export function blockLengthMs({ run, timeline: { blockMs } }: Report, startMs: number): number {
  return Math.min(blockMs, Math.max(blockMs / 10, run.durationMs - startMs));
}
