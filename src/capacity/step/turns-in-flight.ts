import type { RatioBatch } from '../../compare/ratio-of.ts';
import { addGrains, denseGrains, equalParts, GRAIN_MS, type Grains, totalOf } from './grains.ts';

/**
 * The number of turns in flight in each grain of time, from an instant on. A grain without an observation has the number of the
 * next one, so that the grains of several load generators can be added.
 */
export class TurnsInFlight {
  private readonly fromMs: number;
  private readonly grains: Grains = [];

  constructor(fromMs: number) {
    this.fromMs = fromMs;
  }

  observe(nowMs: number, count: number): void {
    for (let at = this.grains.length; at <= this.grainOf(nowMs); at += 1) this.grains.push(count);
  }

  /** The grains up to `toMs` in `count` equal parts. */
  batches(toMs: number, count: number): readonly RatioBatch[] {
    const grains = Math.max(0, Math.min(this.grains.length, this.grainOf(toMs)));
    return equalParts(grains, count).map(({ first, end }) => ({
      sum: totalOf(this.grains, first, end),
      of: end - first,
    }));
  }

  encode(): number[] {
    return denseGrains(this.grains);
  }

  /** Adds those of another load generator. */
  merge(grains: readonly number[]): void {
    for (let at = this.grains.length; at < grains.length; at += 1) this.grains.push(0);
    addGrains(this.grains, grains);
  }

  private grainOf(atMs: number): number {
    return Math.floor((atMs - this.fromMs) / GRAIN_MS);
  }
}
