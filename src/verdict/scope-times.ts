import type { TimeRange } from '../platform/time/time-range.ts';
/** The time ranges of a load for thresholds with a scope. */
export interface ScopeTimes {
  /** Steady state: measured times with a constant load. */
  readonly steady: readonly TimeRange[];
  /** Measured times. */
  readonly measured: readonly TimeRange[];
  /** Maximum duration of a turn, ms: no sample of a window arrives later than this after its end. */
  readonly longestTurnMs: number;
}

export const WINDOW_MS = 10_000;

/** The range of `times` that contains an instant; undefined if none does. */
export function timeOf(times: readonly TimeRange[], atMs: number): TimeRange | undefined {
  return times.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
}

/** Total length of these ranges up to `elapsedMs` after the start. */
export function lastedMs(times: readonly TimeRange[], elapsedMs: number): number {
  return times.reduce((sum, { fromMs, toMs }) => sum + Math.max(0, Math.min(toMs, elapsedMs) - fromMs), 0);
}

/** The window of an instant: 10 s, counted from the start of its measured range; undefined if that ends earlier. */
export function windowOf(times: readonly TimeRange[], atMs: number): TimeRange | undefined {
  const time = timeOf(times, atMs);
  if (!time) return undefined;
  const fromMs = time.fromMs + Math.floor((atMs - time.fromMs) / WINDOW_MS) * WINDOW_MS;
  const toMs = fromMs + WINDOW_MS;
  return toMs <= time.toMs ? { fromMs, toMs } : undefined;
}

/** Total number of windows; Infinity if the measurement has no planned end. */
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
