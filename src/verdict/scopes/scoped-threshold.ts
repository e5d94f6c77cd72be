import type { Cell } from '../../measure/recorder/cell.ts';
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
  /** What it has aggregated, to be added up with that of other shards. */
  ranges(): readonly RangeCells[];
  /** Adds what another shard aggregated in one range. */
  add(range: RangeCells): void;
}

/** Cells of one time range: of a window, or of all steady state. */
export interface RangeCells {
  /** Start of the window, ms after the start of the run; 0 for the steady state. */
  readonly fromMs: number;
  readonly cells: readonly Cell[];
}
