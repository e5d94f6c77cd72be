import type { LimitUnit } from './metric-kind.ts';
import type { Threshold } from './threshold.ts';

/**
 * - pass, fail: both bounds of the value meet, or miss, the limit
 * - inconclusive: only one bound meets it, because of measurement uncertainty or interrupted turns
 * - no-data: there is nothing to evaluate
 * - too-few: too few turns for this quantile; counts as no-data
 */
export type ThresholdState = 'pass' | 'fail' | 'no-data' | 'too-few' | 'inconclusive';

export interface ThresholdResult {
  readonly threshold: Threshold;
  readonly state: ThresholdState;
  readonly unit: LimitUnit;
  /** The upper bound, in the limit's unit. Undefined without data, and if only a minimum is known (see `atLeast`). */
  readonly actual: number | undefined;
  /** The lower bound, if it differs. */
  readonly lower: number | undefined;
  /** Minimum of the value, if that is all that is known: it falls among turns that failed, or were interrupted. */
  readonly atLeast: number | undefined;
  /** Interrupted turns or conversations that widen the bounds. */
  readonly interrupted?: InterruptedShare;
  /** Number of samples: turns, or the denominator of a rate. */
  readonly samples: number;
  /** For a threshold on a share of windows: `actual` and the limit are that share, `samples` the windows judged. */
  readonly windows?: WindowTally;
}

export interface InterruptedShare {
  readonly count: number;
  /** Whether they alone make the threshold inconclusive. */
  readonly decisive: boolean;
}

/** Number of windows that met a threshold, missed it, were inconclusive, or had too few turns. */
export interface WindowTally {
  readonly met: number;
  readonly missed: number;
  readonly inconclusive: number;
  readonly tooFew: number;
  /** Interrupted turns or conversations that left a window inconclusive. */
  readonly interrupted?: number;
  readonly worst?: WorstWindow;
}

/** The worst window; `value` in the limit's unit, as in `ThresholdResult.actual`. */
export interface WorstWindow {
  /** Since the run's start. */
  readonly fromMs: number;
  readonly unit: LimitUnit;
  readonly value: number;
  /** `value` is only a minimum. */
  readonly isAtLeast?: true;
}

/** Whether the threshold stops a run from passing. */
export function isMissed(result: ThresholdResult): boolean {
  return result.state !== 'pass';
}
