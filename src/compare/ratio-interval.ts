import { type RatioBatch, ratioOf } from './ratio-of.ts';
import { studentQuantile } from './student-t.ts';
import { wilson } from './wilson.ts';

export interface RatioInterval {
  /** NaN where `of` is 0; then the bounds are open. */
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly sum: number;
  readonly of: number;
}

const CONFIDENCE = 0.95;

/**
 * A mean over all batches, and where the true one lies in 95 of 100 such cases, as far as the batches differ: Student's t
 * with one degree of freedom fewer than batches. (Nonoverlapping batch means: A. M. Law, Simulation Modeling and Analysis,
 * 9.5.3)
 */
export function meanInterval(batches: readonly RatioBatch[]): RatioInterval {
  const { value, sum, of, variance } = ratioOf(batches);
  if (!(of > 0)) return { value, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY, sum, of };
  const reach = studentQuantile((1 + CONFIDENCE) / 2, batches.length - 1) * Math.sqrt(variance);
  return { value, lower: value - reach, upper: value + reach, sum, of };
}

/**
 * The same for a share (0 … 1). Turns of the same time share their fate, so their number counts for less: it is divided by
 * the design effect, by how much more the batches differ than single trials would. (L. Kish: Survey Sampling, 1965)
 */
export function shareInterval(batches: readonly RatioBatch[]): RatioInterval {
  const { value, sum, of, variance } = ratioOf(batches);
  if (!(of > 0)) return { value, lower: 0, upper: 1, sum, of };
  const [lower, upper] = wilson(value, of / designEffect(value, of, variance), tOf(batches.length));
  return { value, lower, upper, sum, of };
}

/** The lowest upper bound that a share of `of` trials can have: of those without a single hit. */
export function minUpperShare(of: number, batches: number): number {
  return of > 0 ? wilson(0, of, tOf(batches))[1] : 1;
}

function tOf(batches: number): number {
  return studentQuantile((1 + CONFIDENCE) / 2, batches - 1);
}

function designEffect(value: number, of: number, variance: number): number {
  const independent = (value * (1 - value)) / of;
  return independent > 0 ? Math.max(1, variance / independent) : 1;
}
