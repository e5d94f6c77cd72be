import { formatDurationMs } from '../../platform/time/duration.ts';
import type { CapacityStep } from '../../report/capacity/capacity-schema.ts';
import { formatCompletion, formatDecimal, formatLatency } from '../step-line.ts';

/** The columns of a step in a table, in addition to its load and its outcome; the second p95 names its metric again. */
export const STEP_COLUMNS = [
  'turns/s',
  'in flight',
  'first_output p50',
  'first_output p95',
  'turn p95',
  'completed',
  'measured for',
];

export function stepCells(step: CapacityStep): readonly string[] {
  const { turnsPerSecond, inFlight, firstOutput, turn, completion, steadyMs } = step;
  return [
    formatDecimal(turnsPerSecond),
    formatDecimal(inFlight),
    formatLatency(firstOutput.p50Ms),
    formatLatency(firstOutput.p95Ms),
    formatLatency(turn.p95Ms),
    completion === null ? '–' : formatCompletion(completion),
    formatDurationMs(steadyMs),
  ];
}
