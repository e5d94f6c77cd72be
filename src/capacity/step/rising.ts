import type { RatioBatch } from '../../compare/ratio-of.ts';
import { studentTail } from '../../compare/student-t.ts';

/** Chance alone makes a level look as if it rose this often, at most. */
const CHANCE = 0.01;
/** A rise by less is none that matters. */
const MIN_RISE = 0.1;

export interface Rise {
  /** The means of the first and of the second half. */
  readonly from: number;
  readonly to: number;
  /** Beyond chance. */
  readonly isSure: boolean;
}

/**
 * A mean that is higher in the second half of some batches than in the first, where that is at least a tenth; else
 * undefined. Beyond chance by a one-sided t test of two means with the same variance; an even number of batches, those
 * without any value left out.
 */
export function riseOf(batches: readonly RatioBatch[]): Rise | undefined {
  const half = batches.length / 2;
  const means = (part: readonly RatioBatch[]) => part.filter(({ of }) => of > 0).map(({ sum, of }) => sum / of);
  const [before, after] = [means(batches.slice(0, half)), means(batches.slice(half))];
  const df = before.length + after.length - 2;
  if (before.length < 2 || after.length < 2) return undefined;
  const [first, second] = [meanOf(before), meanOf(after)];
  if (!(second > first * (1 + MIN_RISE))) return undefined;
  const pooled = (squaresOf(before, first) + squaresOf(after, second)) / df;
  const error = Math.sqrt(pooled * (1 / before.length + 1 / after.length));
  const isSure = error === 0 || studentTail((second - first) / error, df) < CHANCE;
  return { from: first, to: second, isSure };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function squaresOf(values: readonly number[], mean: number): number {
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
