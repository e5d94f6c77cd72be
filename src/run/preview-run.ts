import { describeAddress } from '../endpoint/endpoint-address.ts';
import type { EndpointSettings } from '../endpoint/endpoint-settings.ts';
import { DEFAULT_PROTOCOL } from '../endpoint/protocol/platform-terms.ts';
import type { LoadProfile } from '../load/load-profile.ts';
import { loadShare, type TargetOrder } from '../load/target-order.ts';
import type { Environment } from '../platform/process/environment.ts';
import { budgetObjections, type GuardedTarget } from '../scenario/plan/budget.ts';
import { type PlannedUse, plannedUse } from '../scenario/plan/planned-use.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { checkPlan } from './check-plan.ts';
import { guardedTargets } from './guard-budget.ts';
import { resolveLoad } from './plan/resolve-load.ts';
import { resolveTargetOrder } from './plan/resolve-target-order.ts';
import { resolveScenario, thresholdsOf } from './resolve-run.ts';
import { resolveStopOn, type StopOn } from './resolve-stop-on.ts';
import { resolveTargets } from './resolve-targets.ts';
import type { RunOptions } from './run-options.ts';

/** Preview of a run with these options, without connecting. */
export interface RunPreview {
  readonly scenario: Scenario;
  readonly load: LoadProfile;
  readonly targetOrder: TargetOrder;
  readonly stopOn: StopOn;
  /** Per target. */
  readonly use: PlannedUse;
  /** Empty if none is known yet. */
  readonly targets: readonly PreviewTarget[];
  /** Reasons why the run could not start yet, one sentence each. */
  readonly warnings: readonly string[];
}

export interface PreviewTarget extends GuardedTarget {
  /** The URL without its token; undefined while a variable of it is not set. */
  readonly address: string | undefined;
}

/** Placeholder address of the mock endpoint, which only a run starts. */
const MOCK = { url: 'http://127.0.0.1', token: 'token-of-the-mock-endpoint' };

/** Everything a run checks before it connects. KnownError as there, except for variables that are not set. */
export function previewRun(file: string | undefined, options: RunOptions, env: Environment): RunPreview {
  const missing = new Set<string>();
  const stopOn = resolveStopOn(options['stop-on']);
  const read = resolveScenario(file, options, env, (name) => missing.add(name));
  const scenario = { ...read, thresholds: thresholdsOf(read, options) };
  const load = resolveLoad(scenario, options);
  const targets = previewTargets(scenario, options, env, missing.size > 0);
  // Without a target yet, assume a pair of them.
  const count = targets.length || 2;
  const targetOrder = resolveTargetOrder(options['target-order'], load, count);
  const use = plannedUse(scenario, load, loadShare(targetOrder, count));
  const named = targets.length > 0 ? targets : [{ name: 'default' }];
  checkPlan({ scenario, targets: named, thresholds: scenario.thresholds, stopOn });
  const objections = options.yes || scenario.budget ? [] : budgetObjections(use, targets, scenario.sharedHosts);
  return {
    scenario,
    load,
    targetOrder,
    stopOn,
    use,
    targets,
    warnings: [
      ...[...missing].map(
        (name) => `\${${name}} is not set; the values that use it are skipped here, but a run needs it`,
      ),
      ...(targets.length === 0 ? ['no target is set; use --target https://host/TOKEN, or --mock'] : []),
      ...objections.map((objection) => `${objection}; a run needs --yes or a budget for this`),
    ],
  };
}

function previewTargets(
  { targets }: Scenario,
  options: RunOptions,
  env: Environment,
  incomplete: boolean,
): readonly PreviewTarget[] {
  if (options.mock) {
    return described(resolveTargets(targets, options, env, () => MOCK)).map((target) => ({
      ...target,
      address: 'the mock endpoint',
    }));
  }
  const names = Object.keys(targets);
  if (names.length === 0 && options.target === undefined) return [];
  if (!incomplete || options.target !== undefined) return described(resolveTargets(targets, options, env));
  return names.map((name) => {
    const testMode = options['test-mode'] ?? targets[name]?.testMode ?? false;
    return { name, protocol: DEFAULT_PROTOCOL, host: '', testMode, loopback: false, address: undefined };
  });
}

function described(targets: readonly EndpointSettings[]): readonly PreviewTarget[] {
  return guardedTargets(targets).map((target, index) => ({
    ...target,
    address: describeAddress(targets[index]!.address),
  }));
}
