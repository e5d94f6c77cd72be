import type { SampleSink } from '../measure/sample.ts';
import type { Threshold } from './threshold.ts';
import type { ThresholdResult } from './threshold-result.ts';

/** A threshold that is not judged over the whole run: it keeps what it needs of the samples itself. */
export interface ScopedThreshold extends SampleSink {
  readonly threshold: Threshold;
  /** As it stands `elapsedMs` after the run's start. */
  result(elapsedMs: number): ThresholdResult;
  /** Whether it is surely missed by now, whatever is still to come. */
  isLost(result: ThresholdResult): boolean;
}
