/** Sum and count of a block of time. */
export interface RatioBatch {
  readonly sum: number;
  readonly of: number;
}

export interface Ratio extends RatioBatch {
  /** NaN where `of` is 0. */
  readonly value: number;
  /** Variance of the value, estimated from the differences between batches. */
  readonly variance: number;
}

/** All batches together. (Variance of a ratio of two sums: W. G. Cochran, Sampling Techniques, 2.11) */
export function ratioOf(batches: readonly RatioBatch[]): Ratio {
  const sum = batches.reduce((total, batch) => total + batch.sum, 0);
  const of = batches.reduce((total, batch) => total + batch.of, 0);
  const value = sum / of;
  const squares = batches.reduce((total, batch) => total + (batch.sum - value * batch.of) ** 2, 0);
  const variance = ((batches.length / (batches.length - 1)) * squares) / of ** 2;
  return { value, sum, of, variance };
}
