import { SIGNIFICANT } from './classify.ts';
import type { Estimate } from './estimate.ts';
import { studentQuantile } from './student-t.ts';

const POWER = 0.9;

/**
 * Minimum detectable effect: the smallest worsening detected with 90 % power, on the scale of the estimate: significant among
 * this number of `tests` (first step of Holm), and above the margin.
 */
export function smallestEffect({ limits, value, df }: Estimate, marginUp: number, tests: number): number {
  const [lower, upper] = limits(1);
  const standardError = Math.max(upper - value, value - lower);
  const toTell = studentQuantile(1 - SIGNIFICANT / Math.max(1, tests), df) * standardError;
  return Math.max(toTell, marginUp) + studentQuantile(POWER, df) * standardError;
}
