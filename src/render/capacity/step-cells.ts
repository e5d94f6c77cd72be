import { formatPercent } from '../../platform/percent.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { CapacityStep } from '../../report/capacity/capacity-schema.ts';
import { formatDecimal, formatLatency } from '../step-line.ts';

/** The columns of a step in a table, in addition to its load and its outcome; the first p95 is of first_output, time is measured time. */
export const STEP_COLUMNS = ['turns/s', 'in flight', 'first_output p50', 'p95', 'turn p95', 'completed', 'time'];

export function stepCells(step: CapacityStep): readonly string[] {
  const { turnsPerSecond, inFlight, firstOutput, turn, completion, steadyMs } = step;
  return [
    formatDecimal(turnsPerSecond),
    formatDecimal(inFlight),
    formatLatency(firstOutput.p50Ms, step),
    formatLatency(firstOutput.p95Ms, step),
    formatLatency(turn.p95Ms, step),
    completion === null ? '–' : formatPercent(completion),
    formatDurationMs(steadyMs),
  ];
}
