import { matchesLabels } from '../../measure/label-filter.ts';
import type { Cell } from '../../measure/recorder/cell.ts';
import { encodeCells } from '../../measure/recorder/encode-cells.ts';
import type { RunningLoad } from '../../run/running-load.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import type { RunEnding } from '../../verdict/verdict.ts';
import type { LiveState } from '../wire/messages.ts';

/** Maximum number of error classes in a live state. */
const MAX_ERRORS = 20;

/**
 * What a coordinator needs every second: every counter, the latency that the progress line shows, and what thresholds with
 * `abort` are judged on.
 */
export function liveStateOf(
  load: RunningLoad,
  thresholds: readonly Threshold[],
  endings: readonly RunEnding[],
): LiveState {
  const aborting = thresholds.filter(({ abortAfterMs }) => abortAfterMs !== undefined);
  const isWanted = (cell: Cell) =>
    cell.kind !== 'trend' ||
    (cell.metric === 'first_output' && cell.labels.of === undefined) ||
    aborting.some(
      ({ metric, labels: { place: _, ...labels } }) => cell.metric === metric && matchesLabels(cell.labels, labels),
    );
  const scoped = load.scoped.encode(load.elapsedMs());
  const expressions = new Set(aborting.map(({ expression }) => expression));
  return {
    elapsedMs: load.elapsedMs(),
    activeVus: load.activeVus,
    cells: encodeCells(load.recorder.readings().cells.filter(isWanted)),
    scoped: scoped.map((one) => (expressions.has(one.expression) ? one : { ...one, ranges: [] })),
    errors: load.findings.errors.slice(0, MAX_ERRORS).map((entry) => ({ ...entry })),
    threads: load.shards.map(({ name, samplesLost, findings: { health } }) => ({
      name,
      samplesLost,
      ...(health && { health: { ...health } }),
    })),
    endings: [...endings],
  };
}
