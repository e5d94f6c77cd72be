import { type Estimate, intervalOf } from './estimate.ts';

/**
 * The outcome of a difference; the first row that applies:
 *
 * | outcome | p (adjusted) | difference | 90 % interval |
 * |---|---|---|---|
 * | worse | of worse < 0.05 | above the margin | |
 * | better | of better < 0.05 | below minus the margin | |
 * | equivalent | | | within the margin both ways |
 * | inconclusive | | | |
 *
 * Better and equivalent only if failures have not risen: failing slow turns does not make a bot faster. A 90 % interval
 * within the margin is two one-sided tests at 5 % (D. J. Schuirmann 1987).
 */
export type Outcome = 'worse' | 'better' | 'equivalent' | 'inconclusive';

export const SIGNIFICANT = 0.05;

export interface Judged {
  readonly estimate: Estimate;
  /** Adjusted if there is more than one gating metric. */
  readonly pWorse: number;
  readonly pBetter: number;
  /** Upper and lower margin, on the scale of the estimate. The lower one may be Infinity. */
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
