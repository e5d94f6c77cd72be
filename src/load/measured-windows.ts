import type { TimeRange } from '../platform/time/time-range.ts';
import { type LoadProfile, plannedEndMs, stretchesOf } from './load-profile.ts';

/**
 * The times in which what is due (by its intended instant) is measured; ordered, never touching each other.
 *
 * - `measure: all`: everything after the warm-up, what conversations still say in the graceful stop included
 * - `measure: steady`: the stretches in which the target does not change and is not 0, after the warm-up. A jump takes
 *   no time, so levels that follow each other by jumps make one window
 *
 * Empty: the load has no such time.
 */
export function measuredWindows(load: LoadProfile): readonly TimeRange[] {
  const { warmUpMs } = load;
  if (load.measure === 'all') {
    return warmUpMs < plannedEndMs(load) ? [{ fromMs: warmUpMs, toMs: Number.POSITIVE_INFINITY }] : [];
  }
  const windows: TimeRange[] = [];
  for (const stretch of stretchesOf(load)) {
    const fromMs = Math.max(stretch.fromMs, warmUpMs);
    if (stretch.from !== stretch.to || stretch.to === 0 || fromMs >= stretch.toMs) continue;
    const last = windows.at(-1);
    if (last?.toMs === fromMs) windows.pop();
    windows.push({ fromMs: last?.toMs === fromMs ? last.fromMs : fromMs, toMs: stretch.toMs });
  }
  return windows;
}

/**
 * How much of `elapsedMs` (since the start) was measured, for rates per second. Of open load without the graceful stop: what
 * arrives per second decides. Users of a closed load go on in it, and what they finish there took that time, too.
 */
export function measuredMs(load: LoadProfile, elapsedMs: number): number {
  const endMs = load.model === 'closed' && load.measure === 'all' ? elapsedMs : Math.min(elapsedMs, plannedEndMs(load));
  return measuredWindows(load).reduce((sum, { fromMs, toMs }) => sum + Math.max(0, Math.min(toMs, endMs) - fromMs), 0);
}

/** Why nothing of this load would be measured, with the field to blame; undefined when something is. */
export function nothingMeasured(load: LoadProfile): { field: 'warmUp' | 'measure'; message: string } | undefined {
  if (measuredWindows(load).length > 0) return undefined;
  const steady = load.measure === 'steady' && measuredWindows({ ...load, warmUpMs: 0 }).length === 0;
  return steady
    ? {
        field: 'measure',
        message: 'needs a steady state, but this load only ramps up and down; add a stage that holds a level',
      }
    : { field: 'warmUp', message: 'must be shorter than the load' };
}
