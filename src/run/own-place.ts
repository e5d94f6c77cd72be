import { KnownError } from '../platform/known-error.ts';
import type { Threshold } from '../verdict/threshold.ts';
import type { RunPlan } from './prepare-run.ts';

/**
 * The plan for a process that runs all of the load at one place: it has no series of other places, so conditions on its own
 * place become conditions without a place.
 * @throws KnownError (104) for a threshold or rule on another place.
 */
export function atOwnPlace<Plan extends RunPlan<unknown>>(plan: Plan): Plan {
  const { place, scenario, stopOn } = plan;
  refuseOtherPlaces(scenario.thresholds, place);
  const conditions = stopOn.rules.map(({ condition }) => condition);
  refuseOtherPlaces(conditions, place, '--stop-on');
  return {
    ...plan,
    scenario: { ...scenario, thresholds: scenario.thresholds.map(withoutPlace) },
    stopOn: { ...stopOn, rules: stopOn.rules.map((rule) => ({ ...rule, condition: withoutPlace(rule.condition) })) },
  };
}

/** The plan of a shard: thresholds stay, since the whole run is judged; rules on other places do not concern it. */
export function atPlaceOfShard<Plan extends RunPlan<unknown>>(plan: Plan): Plan {
  const { place, stopOn } = plan;
  const own = stopOn.rules.filter(({ condition: { labels } }) => (labels.place ?? place) === place);
  return {
    ...plan,
    stopOn: { ...stopOn, rules: own.map((rule) => ({ ...rule, condition: withoutPlace(rule.condition) })) },
  };
}

/** A line like those of `describePlan`; empty without a place. */
export function describePlace({ place }: Pick<RunPlan<unknown>, 'place'>): readonly string[] {
  return place === undefined ? [] : [`${'place'.padEnd(14)}${place}`];
}

/** `what`: the kind of condition, for messages. @throws KnownError (104) for a condition on another place than this one. */
export function refuseOtherPlaces(
  conditions: readonly Threshold[],
  place: string | undefined,
  what = 'threshold',
): void {
  const other = conditions.find(({ labels }) => labels.place !== undefined && labels.place !== place);
  if (!other) return;
  const where = place === undefined ? 'this load generator has no place' : `this load generator runs at "${place}"`;
  throw new KnownError(`${what} ${other.expression}: ${where}`, {
    hint: `use --place ${other.labels.place}, or run one shard per place (--shard) and merge them`,
  });
}

/** The condition without its place: for series that all belong to that place. */
export function withoutPlace({ labels: { place: _, ...labels }, ...condition }: Threshold): Threshold {
  return { ...condition, labels };
}
