import { type LoadProfile, plannedEndMs, targetAt } from '../../load/load-profile.ts';

/** Slices in which the time of a load is looked at; enough for an estimate, whatever its stages are. */
const MAX_SLICES = 5000;
const SLICES_PER_WINDOW = 60;

/**
 * Which share of a load's conversations falls into its busiest `windowMs`, 0 … 1: the largest area under the target that
 * a window of this length can hold, over the whole area. `durationMs` serves a load that ends by its conversations alone.
 */
export function peakShare(load: LoadProfile, durationMs: number, windowMs: number): number {
  const endMs = Number.isFinite(plannedEndMs(load)) ? plannedEndMs(load) : durationMs;
  if (endMs <= windowMs) return 1;
  const count = Math.min(MAX_SLICES, Math.ceil((endMs / windowMs) * SLICES_PER_WINDOW));
  const sliceMs = endMs / count;
  const areas = Array.from({ length: count }, (_, slice) => targetAt(load, (slice + 0.5) * sliceMs));
  const whole = sum(areas);
  if (whole === 0) return 1;
  return Math.min(1, largestRun(areas, Math.ceil(windowMs / sliceMs)) / whole);
}

/** The largest sum of `length` neighbours. */
function largestRun(values: readonly number[], length: number): number {
  let current = sum(values.slice(0, length));
  let largest = current;
  for (let end = length; end < values.length; end++) {
    current += values[end]! - values[end - length]!;
    largest = Math.max(largest, current);
  }
  return largest;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
