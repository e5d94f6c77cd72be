import { studentQuantile, studentTail } from './student-t.ts';

/** How much worse the candidate is than the baseline, with its standard error: above 0 is worse, below 0 better. */
export interface Estimate {
  readonly value: number;
  /** Degrees of freedom of Student's t that the error follows. */
  readonly df: number;
  /** How many standard errors the value lies above 0, with its sign. */
  readonly t: number;
  /** The interval of the value at this number of standard errors on both sides. */
  readonly limits: (t: number) => readonly [lower: number, upper: number];
}

/** An estimate with a symmetric error. */
export function symmetricEstimate(value: number, standardError: number, df: number): Estimate {
  const t = standardError > 0 ? value / standardError : Math.sign(value) * Number.POSITIVE_INFINITY || 0;
  return { value, df, t, limits: (reach) => [value - reach * standardError, value + reach * standardError] };
}

/** The interval that contains the true value in this share of cases. */
export function intervalOf({ limits, df }: Estimate, confidence: number): readonly [lower: number, upper: number] {
  return limits(studentQuantile((1 + confidence) / 2, df));
}

/** One-sided p-value of "worse". */
export function chanceOfWorse({ t, df }: Estimate): number {
  return studentTail(t, df);
}

/** One-sided p-value of "better". */
export function chanceOfBetter({ t, df }: Estimate): number {
  return studentTail(-t, df);
}

/**
 * Degrees of freedom of the error of a difference between two means, each with its own variance (of the mean) and degrees
 * of freedom. (B. L. Welch 1947; F. E. Satterthwaite 1946)
 */
export function welchDf(left: { variance: number; df: number }, right: { variance: number; df: number }): number {
  const both = left.variance + right.variance;
  if (!(both > 0)) return left.df + right.df;
  return both ** 2 / (left.variance ** 2 / left.df + right.variance ** 2 / right.df);
}
