import type { SampleSink } from '../../measure/sample.ts';
import type { Threshold } from '../threshold.ts';
import type { ThresholdResult } from '../threshold-result.ts';

/** A threshold that is not judged over the whole run: it keeps what it needs of the samples itself. */
export interface ScopedThreshold extends SampleSink {
  readonly threshold: Threshold;
  /** As it stands `elapsedMs` after the run's start. */
  result(elapsedMs: number): ThresholdResult;
  /**
   * Whether waiting for the rest of the run is hopeless, `elapsedMs` after its start, while so many conversations are still
   * under way.
   */
  isLost(elapsedMs: number, runningConversations: number): boolean;
}
