import type { SampleSink } from '../../measure/sample.ts';
import type { Threshold } from '../threshold.ts';
import type { ThresholdResult } from '../threshold-result.ts';

/** A threshold with a scope, which aggregates its own samples. */
export interface ScopedThreshold extends SampleSink {
  readonly threshold: Threshold;
  /** The result `elapsedMs` after the start of the run. */
  result(elapsedMs: number): ThresholdResult;
  /**
   * Whether the threshold can no longer pass, `elapsedMs` after the start of the run, with this number of conversations
   * still running.
   */
  isLost(elapsedMs: number, runningConversations: number): boolean;
}
