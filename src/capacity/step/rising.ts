import type { RatioBatch } from '../../compare/ratio-of.ts';
import { studentTail } from '../../compare/student-t.ts';

/** Significance level: the maximum probability that chance alone looks like a rise. */
const CHANCE = 0.01;
/** Smaller rises are not relevant. */
const MIN_RISE = 0.1;

export interface Rise {
  /** The means of the first and of the second half. */
  readonly from: number;
  readonly to: number;
  /** Statistically significant. */
  readonly isSure: boolean;
}

/**
 * The rise of a mean from the first half of the batches to the second, if it is at least 10 %; else undefined. Significant by
 * a one-sided t test of two means with the same variance; needs an even number of batches, empty ones are excluded.
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
