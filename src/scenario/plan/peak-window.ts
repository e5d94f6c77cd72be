import { type LoadProfile, plannedEndMs, targetAt } from '../../load/load-profile.ts';
import { maxStartsWithin } from '../../load/recorded-starts.ts';

/** Maximum number of time slices; enough for an estimate with any stages. */
const MAX_SLICES = 5000;
const SLICES_PER_WINDOW = 60;

/**
 * Share of a load's conversations in the window of `windowMs` with the highest load, 0 … 1: the largest integral of the
 * target level over such a window, divided by the whole integral; of recorded starts, their share. `durationMs`: used for a load without stages.
 */
export function peakShare(load: LoadProfile, durationMs: number, windowMs: number): number {
  if (load.model === 'open' && load.starts) return maxStartsWithin(load.starts, windowMs) / load.starts.length;
  const endMs = Number.isFinite(plannedEndMs(load)) ? plannedEndMs(load) : durationMs;
  if (endMs <= windowMs) return 1;
  const count = Math.min(MAX_SLICES, Math.ceil((endMs / windowMs) * SLICES_PER_WINDOW));
  const sliceMs = endMs / count;
  const areas = Array.from({ length: count }, (_, slice) => targetAt(load, (slice + 0.5) * sliceMs));
  const whole = sum(areas);
  if (whole === 0) return 1;
  return Math.min(1, largestRun(areas, Math.ceil(windowMs / sliceMs)) / whole);
}

/** The largest sum of `length` adjacent values. */
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
