import { SIGNIFICANT } from './classify.ts';
import type { Estimate } from './estimate.ts';
import { studentQuantile } from './student-t.ts';

const POWER = 0.9;

/**
 * The smallest worsening that data like these show nine times of ten, on the estimate's own scale: it must be told from 0
 * among so many `tests` (by Holm's first step), and lie above the margin.
 */
export function smallestEffect({ limits, value, df }: Estimate, marginUp: number, tests: number): number {
  const [lower, upper] = limits(1);
  const standardError = Math.max(upper - value, value - lower);
  const toTell = studentQuantile(1 - SIGNIFICANT / Math.max(1, tests), df) * standardError;
  return Math.max(toTell, marginUp) + studentQuantile(POWER, df) * standardError;
}
