import { type Estimate, intervalOf } from './estimate.ts';

/**
 * What a difference comes to; the first that holds:
 *
 * | outcome | p (adjusted) | difference | 90 % interval |
 * |---|---|---|---|
 * | worse | of worse < 0.05 | above the margin | |
 * | better | of better < 0.05 | below minus the margin | |
 * | equivalent | | | within the margin both ways |
 * | inconclusive | | | |
 *
 * Better and equivalent only while failures have not risen: who fails the slow turns is not faster for it. A 90 % interval
 * within the margin is two one-sided tests at 5 % (D. J. Schuirmann 1987).
 */
export type Outcome = 'worse' | 'better' | 'equivalent' | 'inconclusive';

export const SIGNIFICANT = 0.05;

export interface Judged {
  readonly estimate: Estimate;
  /** Adjusted where there is more than one that counts. */
  readonly pWorse: number;
  readonly pBetter: number;
  /** How far up, and how far down, on the estimate's own scale. Down may be Infinity. */
  readonly margin: { readonly up: number; readonly down: number };
  readonly failuresRose: boolean;
}

export function classify({ estimate, pWorse, pBetter, margin, failuresRose }: Judged): Outcome {
  if (pWorse < SIGNIFICANT && estimate.value > margin.up) return 'worse';
  if (failuresRose) return 'inconclusive';
  if (pBetter < SIGNIFICANT && estimate.value < -margin.down) return 'better';
  const [lower, upper] = intervalOf(estimate, 0.9);
  return lower > -margin.down && upper < margin.up ? 'equivalent' : 'inconclusive';
}
