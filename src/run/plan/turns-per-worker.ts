import type { Calibration } from '../../report/calibration-schema.ts';

/**
 * CPU time of the whole process per turn, µs: used on machines that are not calibrated. From `npm run bench -- accuracy`:
 * constant 50 ms, 2,000 turns/s, shared cores (test/bench/results/committed.json; a test compares them).
 */
export const MEASURED_CPU_PER_TURN_US = 150;

/** Share of a core that the turns of one load thread may use: up to this, replies hardly wait for the turns before them. */
const MAX_SHARE = 0.5;

/**
 * Turns per second that one load thread should carry at most, at least 1: half a core by the measured cost of a turn, and no more
 * than the calibration found to be accurate, if it searched for that. The cost is that of the calibration of this machine, else
 * the one above.
 */
export function turnsPerWorker(calibration: Pick<Calibration, 'endpoints' | 'limits'> | undefined): number {
  const cpuPerTurnUs = calibration?.endpoints.at(-1)?.cpuPerTurnUs ?? MEASURED_CPU_PER_TURN_US;
  const accurate = calibration?.limits?.turnsPerSecond.sustained ?? Number.POSITIVE_INFINITY;
  return Math.max(1, Math.min(Math.floor((MAX_SHARE * 1e6) / cpuPerTurnUs), accurate));
}
