import type { Clock } from '../platform/time/clock.ts';
import type { Trial } from './trial/run-trial.ts';
import type { TrialOutcome } from './trial/trial-message.ts';

/** What a calibration is carried out with. */
export interface CalibrationDeps {
  readonly runTrial: (trial: Trial) => Promise<TrialOutcome>;
  readonly clock: Clock;
  /** A line for the person who waits. */
  readonly onProgress: (line: string) => void;
}
