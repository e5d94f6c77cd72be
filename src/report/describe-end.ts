import type { Report } from './report.ts';

/** Why a run ended, in words; if its last report is a checkpoint, it was killed. */
export function describeEnd({ stopReason }: Pick<Report['run'], 'stopReason'>): string {
  return stopReason === 'running' ? 'killed' : stopReason;
}
