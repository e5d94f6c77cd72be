import type { Capacity, CapacityStep } from '../../report/capacity/capacity-schema.ts';
import { OUTCOME_NAMES } from '../../report/capacity/describe-capacity.ts';
import { parseThreshold } from '../../verdict/parse-threshold.ts';
import type { CapacityCurveModel, LimitModel, LoadOutcomeModel } from './capacity-page-model.ts';

/** Steps without a result about the endpoint are not drawn. */
const CURVE_MOODS: Readonly<Partial<Record<CapacityStep['outcome'], LoadOutcomeModel['mood']>>> = {
  held: 'good',
  unproven: 'doubtful',
  failed: 'bad',
  'at-the-limit': 'doubtful',
};

/** The curve over load. `ordered`: all steps in order of load, those of one load in the order they were tested. */
export function loadCurveModel({ answer, objectives }: Capacity, ordered: readonly CapacityStep[]): CapacityCurveModel {
  // The last step of a load has the most data: a confirmation lasts longest.
  const points = ordered
    .filter(({ outcome }) => CURVE_MOODS[outcome] !== undefined)
    .filter(({ load }, index, all) => all[index + 1]?.load !== load);
  return {
    load: points.map(({ load }) => load),
    outcome: points.map(({ outcome }) => ({ text: OUTCOME_NAMES[outcome], mood: CURVE_MOODS[outcome]! })),
    p50: points.map(({ firstOutput }) => firstOutput.p50Ms),
    p95: points.map(({ firstOutput }) => firstOutput.p95Ms),
    turnP95: points.map(({ turn }) => turn.p95Ms),
    turnsPerSecond: points.map(({ turnsPerSecond }) => turnsPerSecond),
    completion: points.map(({ completion }) => completion),
    bounds: [answer.held ?? null, answer.failed ?? null],
    limits: objectives.flatMap(limitOf),
  };
}

/** Empty if no curve shows the metric of the objective, or if it has labels. */
function limitOf(expression: string): readonly LimitModel[] {
  const { metric, statistic, labels, limit } = parseThreshold(expression);
  if (Object.keys(labels).length > 0) return [];
  if (metric === 'conversation_completion') return [{ of: 'completion', label: expression, value: limit }];
  const isLatency = (metric === 'first_output' || metric === 'turn') && statistic.kind === 'quantile';
  return isLatency ? [{ of: 'latency', label: expression, value: limit / 1000 }] : [];
}
