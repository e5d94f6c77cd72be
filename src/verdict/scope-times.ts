import type { TimeRange } from '../platform/time/time-range.ts';
/** The times that a load has for thresholds with a scope. */
export interface ScopeTimes {
  /** In which the load stands still, as far as it is measured. */
  readonly steady: readonly TimeRange[];
  /** In which it is measured. */
  readonly measured: readonly TimeRange[];
  /** How long a turn may last, ms: nothing comes later for a window that has been over for so long. */
  readonly longestTurnMs: number;
}

export const WINDOW_MS = 10_000;

/** In which of `times` an instant lies, and what comes before it in them; undefined where it lies in none. */
export function timeOf(times: readonly TimeRange[], atMs: number): TimeRange | undefined {
  return times.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
}

/** How much of these times has passed `elapsedMs` after the start. */
export function lastedMs(times: readonly TimeRange[], elapsedMs: number): number {
  return times.reduce((sum, { fromMs, toMs }) => sum + Math.max(0, Math.min(toMs, elapsedMs) - fromMs), 0);
}

/** The window of an instant: 10 s from the beginning of the measured time it lies in; undefined where that ends earlier. */
export function windowOf(times: readonly TimeRange[], atMs: number): TimeRange | undefined {
  const time = timeOf(times, atMs);
  if (!time) return undefined;
  const fromMs = time.fromMs + Math.floor((atMs - time.fromMs) / WINDOW_MS) * WINDOW_MS;
  const toMs = fromMs + WINDOW_MS;
  return toMs <= time.toMs ? { fromMs, toMs } : undefined;
}

/** How many windows there are in all; Infinity where measuring has no planned end. */
export function windowCount(times: readonly TimeRange[]): number {
  return times.reduce((sum, { fromMs, toMs }) => sum + Math.floor((toMs - fromMs) / WINDOW_MS), 0);
}

/** The windows that end by `untilMs`, in order. */
export function windowsOf(times: readonly TimeRange[], untilMs: number): TimeRange[] {
  return times.flatMap(({ fromMs, toMs }) => {
    const count = Math.max(0, Math.floor((Math.min(toMs, untilMs) - fromMs) / WINDOW_MS));
    return Array.from({ length: count }, (_, index) => {
      const beginMs = fromMs + index * WINDOW_MS;
      return { fromMs: beginMs, toMs: beginMs + WINDOW_MS };
    });
  });
}
