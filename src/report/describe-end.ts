import type { Report } from './report.ts';

/** Why a run ended, in words; one whose last report is a checkpoint was killed. */
export function describeEnd({ stopReason }: Pick<Report['run'], 'stopReason'>): string {
  return stopReason === 'running' ? 'killed' : stopReason;
}
