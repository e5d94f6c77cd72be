import { gzipSync } from 'node:zlib';
import { matchesLabels } from '../../measure/label-filter.ts';
import type { Cell } from '../../measure/recorder/cell.ts';
import { encodeCells } from '../../measure/recorder/encode-cells.ts';
import type { RunningLoad } from '../../run/running-load.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import type { RunEnding } from '../../verdict/verdict.ts';
import { encodeJson } from '../wire/json-messages.ts';
import type { LiveState } from '../wire/messages.ts';

/** Maximum number of error classes in a live state. */
const MAX_ERRORS = 20;

/**
 * What a coordinator needs every second: every counter, the upper bounds of the latency that the progress line shows, and what
 * thresholds with `abort` are judged on.
 */
export function liveStateOf(
  load: RunningLoad,
  thresholds: readonly Threshold[],
  endings: readonly RunEnding[],
): LiveState {
  const mayAbort = ({ abortAfterMs }: Threshold) => abortAfterMs !== undefined;
  const aborting = thresholds.filter((threshold) => mayAbort(threshold) && !threshold.scope);
  const wanted = (cell: Cell): readonly Cell[] => {
    const isJudged = ({ metric, labels: { place: _, ...labels } }: Threshold) =>
      cell.metric === metric && matchesLabels(cell.labels, labels);
    if (cell.kind !== 'trend' || aborting.some(isJudged)) return [cell];
    return cell.metric === 'first_output' && cell.labels.of === undefined ? [{ ...cell, lower: undefined }] : [];
  };
  return {
    elapsedMs: load.elapsedMs(),
    activeVus: load.activeVus,
    cells: encodeCells(load.recorder.readings().cells.flatMap(wanted)),
    scoped: load.scoped.encode(load.elapsedMs(), mayAbort),
    errors: load.findings.errors.slice(0, MAX_ERRORS).map((entry) => ({ ...entry })),
    threads: load.shards.map(({ name, samplesLost, findings: { health } }) => ({
      name,
      samplesLost,
      ...(health && { health: { ...health } }),
    })),
    endings: [...endings],
  };
}

/** A live state as its message. */
export function encodeLive(state: LiveState): Uint8Array {
  return gzipSync(encodeJson(state), { level: 1 });
}
