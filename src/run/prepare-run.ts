import type { EndpointSettings } from '../endpoint/endpoint-settings.ts';
import { shapeOf } from '../engine/run-shape.ts';
import type { LoadProfile } from '../load/load-profile.ts';
import { loadShare, type TargetOrder } from '../load/target-order.ts';
import { SeriesTable } from '../measure/series.ts';
import { checkSeriesLimit } from '../measure/shape/series-limit.ts';
import type { Environment } from '../platform/process/environment.ts';
import { freshSeed } from '../platform/random.ts';
import { type PlannedUse, plannedUse } from '../scenario/plan/planned-use.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { checkThresholds } from '../verdict/check-thresholds.ts';
import { withDefaultThreshold } from '../verdict/default-threshold.ts';
import type { SearchScale } from '../verdict/validity-facts.ts';
import { checkConnectionNames } from './connection/check-connection-names.ts';
import { readPairs } from './key-value.ts';
import { placeOfProcess } from './place-of-process.ts';
import { resolveLoad } from './plan/resolve-load.ts';
import { resolveTargetOrder } from './plan/resolve-target-order.ts';
import { checkStopOn, resolveStopOn, type StopOn } from './resolve-stop-on.ts';
import { type MockPlaces, resolveTargets } from './resolve-targets.ts';
import { resolveRunId } from './run-id.ts';
import type { RunOptions } from './run-options.ts';

/** Everything a run needs to know before it touches the network. `Target`: what is known of a target. */
export interface RunPlan<Target = EndpointSettings> {
  /** Prefix of every user and session id of the run. */
  readonly id: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly seed: number;
  /** Where this process runs, if that has a name. */
  readonly place?: string | undefined;
  /** With the thresholds of the run. */
  readonly scenario: Scenario;
  /** What `setup` returned; undefined before it has run. */
  readonly vars?: Readonly<Record<string, unknown>> | undefined;
  /** Empty only in a preview. */
  readonly targets: readonly Target[];
  readonly load: LoadProfile;
  readonly targetOrder: TargetOrder;
  /** Estimated use of each target. */
  readonly use: PlannedUse;
  readonly stopOn: StopOn;
  /** For a step of a capacity search. */
  readonly search?: SearchScale | undefined;
  readonly connectConcurrency: number;
  /** Outputs contain values and texts in plain text. */
  readonly keepTexts: boolean;
  /** Number of conversations of each target that are traced, the first ones by number. */
  readonly traced: number;
}

const CONNECT_CONCURRENCY = 50;

/**
 * `prepareRun` with the targets that the options choose. `mock`: the addresses of the mock endpoints, if the run uses them.
 * @throws KnownError also for invalid targets, and for variables in their settings that no conversation has.
 */
export function planRun(scenario: Scenario, options: RunOptions, env: Environment, mock?: MockPlaces): RunPlan {
  const targets = resolveTargets(scenario.targets, options, env, mock);
  checkConnectionNames(scenario, targets);
  return prepareRun(scenario, targets, options);
}

/**
 * The plan that `run` carries out, `validate` describes, and `capacity` searches with; checked, before anything connects.
 * @throws KnownError for options that contradict each other or the scenario, for thresholds and rules with unknown labels,
 * and for more series than a run can measure.
 */
export function prepareRun<Target extends { readonly name: string }>(
  scenario: Scenario,
  targets: readonly Target[],
  options: RunOptions,
): RunPlan<Target> {
  const load = resolveLoad(scenario, options);
  // Without a target yet, assume a pair of them.
  const count = targets.length || 2;
  const targetOrder = resolveTargetOrder(options['target-order'], load, count);
  const plan: RunPlan<Target> = {
    id: resolveRunId(options['run-id']),
    name: options.name ?? scenario.name,
    tags: readPairs(options.tag, '--tag'),
    seed: options.seed ?? freshSeed(),
    place: placeOfProcess(options),
    scenario: {
      ...scenario,
      series: options.series ?? scenario.series,
      thresholds: withDefaultThreshold(options['no-thresholds'] ? [] : scenario.thresholds),
    },
    targets,
    load,
    targetOrder,
    use: plannedUse(scenario, load, loadShare(targetOrder, count)),
    stopOn: resolveStopOn(options['stop-on']),
    connectConcurrency: options['connect-concurrency'] ?? CONNECT_CONCURRENCY,
    keepTexts: options['keep-texts'] ?? false,
    traced: options.trace ?? 0,
  };
  checkLabels(plan);
  return plan;
}

function checkLabels({ scenario, targets, stopOn }: RunPlan<{ readonly name: string }>): void {
  const shape = shapeOf(scenario, targets.length > 0 ? targets : [{ name: 'default' }]);
  checkThresholds(scenario.thresholds, shape);
  checkStopOn(stopOn, shape);
  checkSeriesLimit(new SeriesTable(shape));
}
