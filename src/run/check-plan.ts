import { shapeOf } from '../engine/run-shape.ts';
import { SeriesTable } from '../measure/series.ts';
import { checkSeriesLimit } from '../measure/series-limit.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { checkThresholds } from '../verdict/check-thresholds.ts';
import type { Threshold } from '../verdict/threshold.ts';
import { checkStopOn, type StopOn } from './resolve-stop-on.ts';

export interface CheckedPlan {
  readonly scenario: Scenario;
  readonly targets: readonly { readonly name: string }[];
  /** Thresholds of a run, objectives of a capacity search. */
  readonly thresholds: readonly Threshold[];
  readonly stopOn?: StopOn | undefined;
}

/**
 * What must hold of every plan before anything connects; the same for `run`, `validate` and `capacity`.
 * @throws KnownError for thresholds and rules with unknown labels, and for more series than a run can measure.
 */
export function checkPlan({ scenario, targets, thresholds, stopOn }: CheckedPlan): void {
  const shape = shapeOf(scenario, targets);
  checkThresholds(thresholds, shape);
  if (stopOn) checkStopOn(stopOn, shape);
  checkSeriesLimit(new SeriesTable(shape));
}
