import { type LoadProfile, plannedEndMs } from '../../load/load-profile.ts';
import { measuredWindows } from '../../load/measured-windows.ts';
import { type TargetOrder, windowsOfTarget } from '../../load/target-order.ts';
import type { TimeRange } from '../../platform/time/time-range.ts';
import type { ScopeTimes } from '../../verdict/scope-times.ts';
import type { Threshold } from '../../verdict/threshold.ts';

export interface ScopedRun {
  /** The longest timeout of a turn, ms. */
  readonly maxTurnMs: number;
  readonly load: LoadProfile;
  readonly targets: readonly { readonly name: string }[];
  readonly targetOrder: TargetOrder;
}

/**
 * The time ranges for thresholds with a scope; for a threshold on one target, those in which that target gets its load. The
 * graceful stop is never included.
 */
export function scopeTimesOf({
  maxTurnMs,
  load,
  targets,
  targetOrder,
}: ScopedRun): (threshold: Threshold) => ScopeTimes {
  const endMs = plannedEndMs(load);
  const clip = (times: ReturnType<typeof measuredWindows>) =>
    times.map(({ fromMs, toMs }) => ({ fromMs, toMs: Math.min(toMs, endMs) }));
  const steady = clip(measuredWindows({ ...load, measure: 'steady' }));
  const measured = clip(measuredWindows(load));
  return ({ labels }) => {
    const index = targets.findIndex(({ name }) => name === labels.target);
    const own = (times: readonly TimeRange[]) =>
      index < 0 ? times : inTurn(times, targetOrder, index, targets.length);
    return { steady: own(steady), measured: own(measured), longestTurnMs: maxTurnMs };
  };
}

function inTurn(times: readonly TimeRange[], order: TargetOrder, index: number, count: number): readonly TimeRange[] {
  const windows = times.map(({ fromMs, toMs }) => ({ startMs: fromMs, endMs: toMs, jump: false }));
  return windowsOfTarget(windows, order, index, count).map(({ startMs, endMs }) => ({ fromMs: startMs, toMs: endMs }));
}
