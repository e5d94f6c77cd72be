import type { Trial } from './run-trial.ts';
import type { TrialMetrics } from './trial-metrics.ts';

/** The one request that the process of a trial carries out. */
export interface ToTrial {
  readonly trial: Trial;
  /** Folder of its report. */
  readonly reportDir: string;
}

/** The outcome of a trial. */
export type TrialOutcome =
  | { readonly kind: 'measured'; readonly metrics: TrialMetrics }
  /** No result: the machine cannot carry the load, or the users were never all active at the same time. */
  | { readonly kind: 'not-sustained'; readonly why: string };

export type FromTrial = TrialOutcome | { readonly kind: 'failed'; readonly message: string };
