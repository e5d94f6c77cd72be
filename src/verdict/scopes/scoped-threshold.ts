import type { ScopedCells } from '../../measure/recorder/scoped-cells.ts';
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
  /** What it has aggregated `elapsedMs` after the start of the run, to be added up with that of other shards. */
  ranges(elapsedMs: number): readonly PackedRange[];
  /** Adds what another shard aggregated in one range. Throws a KnownError if a histogram is damaged. */
  add(range: PackedRange): void;
}

/** Cells of one time range: of a window, or of all steady state. */
export type PackedRange = ScopedCells[number]['ranges'][number];
