import { z } from 'zod';
import type { RatioBatch } from '../../compare/ratio-of.ts';
import { addGrains, denseGrains, equalParts, GRAIN_MS, type Grains, totalOf } from './grains.ts';

/** Sums of a time range by the bounds of its values: upper bounds prove that a load is sustained, lower ones that it fails. */
export interface BoundedBatches {
  readonly upper: readonly RatioBatch[];
  readonly lower: readonly RatioBatch[];
}

const grains = z.array(z.number());

/** `TimeSums` in a message, by grain of time. */
export const encodedTimeSumsSchema = z.object({ upper: grains, lower: grains, of: grains, pending: grains });
type EncodedTimeSums = z.infer<typeof encodedTimeSumsSchema>;

/** Sums over time, from an instant on, that can be cut into any number of equal batches later. */
export class TimeSums {
  private readonly fromMs: number;
  private readonly upper: Grains = [];
  private readonly lower: Grains = [];
  private readonly of: Grains = [];
  private readonly pending: Grains = [];

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
    return { sum: totalOf(this.upper), of: totalOf(this.of) };
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
    for (const { first, end } of equalParts(grains, count)) {
      const late = Math.max(0, totalOf(this.pending, first, end)) * Math.sign(pendingAs);
      const of = totalOf(this.of, first, end) + late;
      upper.push({ sum: totalOf(this.upper, first, end) + late * pendingAs, of });
      lower.push({ sum: totalOf(this.lower, first, end) + late * pendingAs, of });
    }
    return { upper, lower };
  }

  encode(): EncodedTimeSums {
    const { upper, lower, of, pending } = this;
    return {
      upper: denseGrains(upper),
      lower: denseGrains(lower),
      of: denseGrains(of),
      pending: denseGrains(pending),
    };
  }

  /** Adds the sums of another load generator, from the same instant on. */
  merge({ upper, lower, of, pending }: EncodedTimeSums): void {
    addGrains(this.upper, upper);
    addGrains(this.lower, lower);
    addGrains(this.of, of);
    addGrains(this.pending, pending);
  }

  private grainOf(atMs: number): number {
    return Math.floor((atMs - this.fromMs) / GRAIN_MS);
  }
}
