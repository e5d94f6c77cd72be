import type { Report } from './report.ts';

/** In the ending of a process of which nothing later is known, such as in the report of a run in progress. */
export const KILLED = 'the process was killed, or is still running';

/** Why a run ended, in words; if its last report is a checkpoint, it was killed. */
export function describeEnd({ stopReason }: Pick<Report['run'], 'stopReason'>): string {
  return stopReason === 'running' ? 'killed' : stopReason;
}
