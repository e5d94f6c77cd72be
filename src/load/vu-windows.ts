import { type ClosedLoad, plannedEndMs } from './load-profile.ts';

/** A time range in which one virtual user is active; ms from the start, end exclusive. */
export interface VuWindow {
  readonly startMs: number;
  /** Infinity for a load that ends only by its number of conversations. */
  readonly endMs: number;
  /** Starts at a jump, together with other users: the start spread applies. */
  readonly jump: boolean;
}

/**
 * The windows of VU number `vu`, ordered and disjoint: it is active while the target is above its number. Computed as the exact
 * inverse of the piecewise linear target, without sampling:
 *
 *     a ramp from a to b over d, begun at t, passes v at  t + d · (v − a) / (b − a)
 *
 * A level with a duration of 0 makes no window.
 */
export function vuWindows(profile: ClosedLoad, vu: number): readonly VuWindow[] {
  if (vu >= profile.maxVus) return [];
  if (profile.stages.length === 0) return [{ startMs: 0, endMs: Number.POSITIVE_INFINITY, jump: true }];
  const windows = new WindowList();
  let fromMs = 0;
  let from = 0;
  for (const { durationMs, vus: to } of profile.stages) {
    const passedMs = durationMs === 0 ? fromMs : fromMs + (durationMs * (vu - from)) / (to - from);
    if (from <= vu && vu < to) windows.open(passedMs, durationMs === 0);
    if (to <= vu && vu < from) windows.close(passedMs);
    fromMs += durationMs;
    from = to;
  }
  windows.close(plannedEndMs(profile));
  // V8 reserves room for more elements in an array that was pushed to; a copy has none.
  return windows.closed.slice();
}

class WindowList {
  readonly closed: VuWindow[] = [];
  private begun: { readonly startMs: number; readonly jump: boolean } | undefined;

  /** A window that starts where the previous one ended extends it. */
  open(startMs: number, jump: boolean): void {
    const last = this.closed.at(-1);
    if (last?.endMs === startMs) this.begun = this.closed.pop();
    else this.begun = { startMs, jump };
  }

  close(endMs: number): void {
    if (this.begun && endMs > this.begun.startMs) {
      this.closed.push({ startMs: this.begun.startMs, endMs, jump: this.begun.jump });
    }
    this.begun = undefined;
  }
}
