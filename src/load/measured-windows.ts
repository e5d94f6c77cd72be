import type { TimeRange } from '../platform/time/time-range.ts';
import { type LoadProfile, piecesOf, plannedEndMs } from './load-profile.ts';

/**
 * The measured time ranges, ordered and disjoint; a conversation or turn belongs to the range of its due time.
 *
 * - `measure: all`: everything after the warm-up, including the graceful stop
 * - `measure: steady`: the ranges after the warm-up in which the target is constant and above 0. A jump takes
 *   no time, so levels separated only by jumps form one range
 *
 * Empty: no part of the load is measured.
 */
export function measuredWindows(load: LoadProfile): readonly TimeRange[] {
  const { warmUpMs } = load;
  if (load.measure === 'all') {
    return warmUpMs < plannedEndMs(load) ? [{ fromMs: warmUpMs, toMs: Number.POSITIVE_INFINITY }] : [];
  }
  const windows: TimeRange[] = [];
  for (const piece of piecesOf(load)) {
    const fromMs = Math.max(piece.fromMs, warmUpMs);
    if (piece.from !== piece.to || piece.to === 0 || fromMs >= piece.toMs) continue;
    const last = windows.at(-1);
    if (last?.toMs === fromMs) windows.pop();
    windows.push({ fromMs: last?.toMs === fromMs ? last.fromMs : fromMs, toMs: piece.toMs });
  }
  return windows;
}

/**
 * The measured part of `elapsedMs` (since the start), for rates per second. For an open load without the graceful stop, since
 * the arrival rate counts. Users of a closed load continue in the graceful stop, so it is included there.
 */
export function measuredMs(load: LoadProfile, elapsedMs: number): number {
  const endMs = load.model === 'closed' && load.measure === 'all' ? elapsedMs : Math.min(elapsedMs, plannedEndMs(load));
  return measuredWindows(load).reduce((sum, { fromMs, toMs }) => sum + Math.max(0, Math.min(toMs, endMs) - fromMs), 0);
}

/** Why no part of this load would be measured, with the field; undefined if something is. */
export function nothingMeasured(load: LoadProfile): { field: 'warmUp' | 'measure'; message: string } | undefined {
  if (measuredWindows(load).length > 0) return undefined;
  const steady = load.measure === 'steady' && measuredWindows({ ...load, warmUpMs: 0 }).length === 0;
  return steady
    ? {
        field: 'measure',
        message: 'needs a steady state, but this load only ramps up and down; add a stage with a constant level',
      }
    : { field: 'warmUp', message: 'must be shorter than the load' };
}
