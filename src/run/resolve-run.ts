import type { EndpointSettings } from '../endpoint/endpoint-settings.ts';
import type { LoadProfile } from '../load/load-profile.ts';
import { loadShare, type TargetOrder } from '../load/target-order.ts';
import { KnownError } from '../platform/known-error.ts';
import type { Environment } from '../platform/process/environment.ts';
import { freshSeed } from '../platform/random.ts';
import { loadScenarioFile } from '../scenario/load-scenario.ts';
import { type PlannedUse, plannedUse } from '../scenario/plan/planned-use.ts';
import { quickScenario } from '../scenario/quick-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { readVarsFile } from '../scenario/vars-file.ts';
import { withDefaultThreshold } from '../verdict/default-threshold.ts';
import { readPairs } from './key-value.ts';
import { hasLoadFlags, resolveLoad } from './plan/resolve-load.ts';
import { resolveTargetOrder } from './plan/resolve-target-order.ts';
import { type MockPlaces, neededTargets, resolveTargets } from './resolve-targets.ts';
import { resolveRunId } from './run-id.ts';
import type { RunOptions, TargetOptions } from './run-options.ts';

/** Everything a run needs to know before it touches the network. */
export interface RunPlan {
  /** Prefix of every user and session id of the run. */
  readonly id: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly scenario: Scenario;
  readonly targets: readonly EndpointSettings[];
  readonly load: LoadProfile;
  readonly targetOrder: TargetOrder;
  /** Estimated use of each target. */
  readonly use: PlannedUse;
  readonly connectConcurrency: number;
  /** Outputs contain values and texts in plain text. */
  readonly keepTexts: boolean;
}

const CONNECT_CONCURRENCY = 50;

/**
 * Reads the scenario file, or builds a scenario from the --say texts. `onMissing`: called for variables that are not set, if
 * the scenario is only previewed.
 */
export function resolveScenario(
  file: string | undefined,
  options: RunOptions,
  env: Environment,
  onMissing?: (name: string) => void,
): Scenario {
  if (options.say) {
    if (file !== undefined) throw new KnownError(`give either a scenario file (${file}) or --say, not both`);
    if (options.profile !== undefined)
      throw new KnownError('--profile needs a scenario file', {
        hint: 'name a scenario file, or remove --profile',
      });
    return quickScenario(options.say);
  }
  if (file === undefined) {
    throw new KnownError('no scenario specified', {
      hint: 'name a scenario file, or use --say: --say hello --say "book a table"',
    });
  }
  const needTargets = neededTargets(options);
  const unneeded = [
    ...(hasLoadFlags(options) ? (['load'] as const) : []),
    ...(options.mock ? [] : (['mock'] as const)),
    ...(options['no-thresholds'] ? (['thresholds'] as const) : []),
  ];
  return loadScenarioFile(file, {
    env: scenarioEnv(options, env),
    needTargets,
    needTargetSettings: !options.mock,
    unneeded,
    profile: options.profile,
    onMissing,
    allowOutside: options['allow-outside'],
  });
}

/** Variables of a scenario: --vars < environment < -e. */
function scenarioEnv(options: TargetOptions, env: Environment): Environment {
  const file = options.vars === undefined ? {} : readVarsFile(options.vars);
  return { ...file, ...env, ...readPairs(options.env, '-e') };
}

/** The thresholds of the run. */
export function thresholdsOf(
  { thresholds }: Pick<Scenario, 'thresholds'>,
  options: Pick<RunOptions, 'no-thresholds'>,
): Scenario['thresholds'] {
  return withDefaultThreshold(options['no-thresholds'] ? [] : thresholds);
}

export function resolveRun(scenario: Scenario, options: RunOptions, env: Environment, mock?: MockPlaces): RunPlan {
  const load = resolveLoad(scenario, options);
  const targets = resolveTargets(scenario.targets, options, env, mock);
  const targetOrder = resolveTargetOrder(options['target-order'], load, targets.length);
  return {
    id: resolveRunId(options['run-id']),
    name: options.name ?? scenario.name,
    tags: readPairs(options.tag, '--tag'),
    seed: options.seed ?? freshSeed(),
    scenario: { ...scenario, thresholds: thresholdsOf(scenario, options) },
    targets,
    load,
    targetOrder,
    use: plannedUse(scenario, load, loadShare(targetOrder, targets.length)),
    connectConcurrency: options['connect-concurrency'] ?? CONNECT_CONCURRENCY,
    keepTexts: options['keep-texts'] ?? false,
  };
}
