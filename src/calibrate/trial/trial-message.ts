import type { Trial } from './run-trial.ts';
import type { TrialFigures } from './trial-figures.ts';

/** To the process of a trial: the one request it carries out. */
export interface ToTrial {
  readonly trial: Trial;
  /** Where its report goes. */
  readonly reportDir: string;
}

/** How a trial went. */
export type TrialOutcome =
  | { readonly kind: 'measured'; readonly figures: TrialFigures }
  /** There is nothing to compare: the machine does not carry the load, or not all users ever talked at once. */
  | { readonly kind: 'not-carried'; readonly why: string };

export type FromTrial = TrialOutcome | { readonly kind: 'failed'; readonly message: string };
