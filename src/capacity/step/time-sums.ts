import type { RatioBatch } from '../../compare/ratio-of.ts';

/** Resolution of times. */
const GRAIN_MS = 100;

/** Sums of a time range by the bounds of its values: upper bounds prove that a load is sustained, lower ones that it fails. */
export interface BoundedBatches {
  readonly upper: readonly RatioBatch[];
  readonly lower: readonly RatioBatch[];
}

/** Sums over time, from an instant on, that can be cut into any number of equal batches later. */
export class TimeSums {
  private readonly fromMs: number;
  private readonly upper: number[] = [];
  private readonly lower: number[] = [];
  private readonly of: number[] = [];
  private readonly pending: number[] = [];

  /** Values before `fromMs` are excluded. */
  constructor(fromMs: number) {
    this.fromMs = fromMs;
  }

  add(atMs: number, upper: number, lower: number, of: number): void {
    const at = this.grainOf(atMs);
    if (at < 0) return;
    this.upper[at] = (this.upper[at] ?? 0) + upper;
    this.lower[at] = (this.lower[at] ?? 0) + lower;
    this.of[at] = (this.of[at] ?? 0) + of;
  }

  /** The whole range, by the upper bounds. */
  whole(): RatioBatch {
    return { sum: total(this.upper, 0, this.upper.length), of: total(this.of, 0, this.of.length) };
  }

  /** Changes the number of turns in flight that were due at this time. */
  begin(atMs: number, count: number): void {
    const at = this.grainOf(atMs);
    if (at >= 0) this.pending[at] = (this.pending[at] ?? 0) + count;
  }

  /** End of the range in which nothing is in flight any more, at most `nowMs`. */
  settledUntilMs(nowMs: number): number {
    const oldest = this.pending.findIndex((count = 0) => count > 0);
    return oldest < 0 ? nowMs : Math.min(nowMs, this.fromMs + oldest * GRAIN_MS);
  }

  /**
   * The range up to `toMs` in `count` equal parts. What is still in flight counts as `pendingAs` each: it has lasted at least
   * as long as the caller waited before asking.
   */
  batches(toMs: number, count: number, pendingAs = 0): BoundedBatches {
    const grains = Math.max(0, Math.floor((toMs - this.fromMs) / GRAIN_MS));
    const upper: RatioBatch[] = [];
    const lower: RatioBatch[] = [];
    for (let batch = 0; batch < count; batch += 1) {
      const [first, end] = [Math.floor((batch * grains) / count), Math.floor(((batch + 1) * grains) / count)];
      const late = Math.max(0, total(this.pending, first, end)) * Math.sign(pendingAs);
      const of = total(this.of, first, end) + late;
      upper.push({ sum: total(this.upper, first, end) + late * pendingAs, of });
      lower.push({ sum: total(this.lower, first, end) + late * pendingAs, of });
    }
    return { upper, lower };
  }

  private grainOf(atMs: number): number {
    return Math.floor((atMs - this.fromMs) / GRAIN_MS);
  }
}

function total(values: readonly (number | undefined)[], first: number, end: number): number {
  let sum = 0;
  for (let at = first; at < end; at += 1) sum += values[at] ?? 0;
  return sum;
}
