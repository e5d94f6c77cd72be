import type { Clock } from '../platform/time/clock.ts';
import type { Trial } from './trial/run-trial.ts';
import type { TrialOutcome } from './trial/trial-message.ts';

/** The dependencies of a calibration. */
export interface CalibrationDeps {
  readonly runTrial: (trial: Trial) => Promise<TrialOutcome>;
  readonly clock: Clock;
  /** Prints a line of progress. */
  readonly onProgress: (line: string) => void;
}
