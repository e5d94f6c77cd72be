import { whyProxyUnused } from '../../endpoint/proxy-choice.ts';
import type { RunObserver } from '../../live/run-observer.ts';
import { redact } from '../../platform/redact.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { chooseWorkers, describeWorkers, type WorkerChoice, workerNeeds } from '../../run/choose-workers.ts';
import { spawnMockFor } from '../../run/conduct/mock-for.ts';
import type { Options } from '../../run/flags/flag.ts';
import { RUN_FLAGS } from '../../run/flags/run-flags.ts';
import { guardBudget, guardedTargets } from '../../run/guard-budget.ts';
import { refuseFunctions } from '../../run/hooks/refuse-functions.ts';
import { withSetup } from '../../run/hooks/with-setup.ts';
import { atOwnPlace, atPlaceOfShard, describePlace } from '../../run/own-place.ts';
import { preflight } from '../../run/preflight.ts';
import { planRun, type RunPlan } from '../../run/prepare-run.ts';
import { resolveScenario } from '../../run/resolve-scenario.ts';
import {
  describeShare,
  refuseEmptyShares,
  refuseOutputsOfShard,
  resolveShare,
  type Share,
  withSharedIdentity,
} from '../../run/shards/resolve-share.ts';
import { knownCalibration } from '../../run/stored-calibration.ts';
import { describePlan } from '../../scenario/plan/describe-plan.ts';
import { describeBilling, describeLimits } from '../../scenario/plan/describe-use.ts';
import { readScenarioSource } from '../../scenario/read-source.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Baseline } from '../baseline.ts';
import type { Command } from '../command.ts';
import { checkFleetOptions } from '../options/fleet-options.ts';
import { allOutputs, readRunOutputs, refuseInputs } from '../options/outputs.ts';
import { onlyPositional } from '../options/positionals.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { noteWithoutEffect } from '../options/without-effect.ts';

type RunCommandOptions = Options<typeof RUN_FLAGS>;

/**
 * `palaver run`: plan, preflight, load, report. The exit code is the verdict's. What the load and the report need is loaded
 * once every target has answered.
 */
export const runCommand: Command = {
  async run(system, args) {
    const { options: given, givenBy, positionals } = resolveOptions(RUN_FLAGS, args, system.env);
    const share = resolveShare(given, system.env);
    if (share) refuseOutputsOfShard(given);
    checkFleetOptions({ options: given, givenBy }, system.env);
    const outputs = readRunOutputs(given, system.cwd);
    const source = await readScenarioSource(onlyPositional(positionals, 'scenario file'), system);
    const scenario = resolveScenario(source, given, system.env);
    const options = share ? withSharedIdentity(given, scenario, share) : given;
    const baseline = await baselineOf(scenario, options, system);
    noteWithoutEffect({ options, givenBy }, system);
    const mock = options.mock ? await spawnMockFor(scenario, options, system) : undefined;
    try {
      const prepared = planRun(scenario, options, system.env, mock?.placeOf);
      const plan = planFor(prepared, { share, fleet: options.fleet });
      if (share) refuseEmptyShares(share, plan.load);
      if (options.fleet !== undefined) refuseFunctions(plan.scenario);
      guardBudget(plan.use, guardedTargets(plan.targets), plan.scenario, options);
      refuseInputs(allOutputs(outputs), system.env);
      const lost = mock?.gone.then((how) => `the mock endpoint's process ended (${how})`);
      const views = await viewsOf(options, system);
      try {
        const here = { cpus: system.machine.cpus, calibration: knownCalibration(system), shards: share?.count };
        const workers = chooseWorkers(workerNeeds(plan, options, here));
        await announce(plan, { workers, share }, options, system);
        return await withSetup(plan, system, async (ready) => {
          const settled = await preflight(ready, system);
          if (share) {
            const { conductShare } = await import('./conduct-share.ts');
            return conductShare(ready, settled, { share, options, workers, lost, turns: outputs.turns }, system);
          }
          if (options.fleet !== undefined) {
            const { conductFleet } = await import('./conduct-fleet.ts');
            const order = { options, outputs, baseline, views, scenarioText: source?.text };
            return conductFleet(ready, settled, order, system);
          }
          const { conductPlan } = await import('../conduct-plan.ts');
          return conductPlan(ready, settled, { options, workers, outputs, baseline, lost, views }, system);
        });
      } finally {
        for (const view of views) await view.close?.(undefined);
      }
    } finally {
      await mock?.stop();
    }
  },
};

/** Conditions on places are those of this process, of a shard, or of the agents. */
function planFor(
  prepared: RunPlan,
  { share, fleet }: { readonly share: Share | undefined; readonly fleet: string | undefined },
): RunPlan {
  if (fleet !== undefined) return prepared;
  return share ? atPlaceOfShard(prepared) : atOwnPlace(prepared);
}

async function baselineOf(
  scenario: Scenario,
  options: RunCommandOptions,
  { stderr }: SystemDeps,
): Promise<Baseline | undefined> {
  if (options.baseline === undefined) {
    // A misspelt metric is an error even where it has no effect yet.
    if (options.gate) (await import('../../run/flags/comparison-options.ts')).comparisonOptions(options);
    return undefined;
  }
  const { chooseBaseline, describeChoice } = await import('../choose-baseline.ts');
  const baseline = chooseBaseline(options.baseline, scenario, options);
  if (!options.quiet) stderr.write(redact(`${describeChoice(baseline)}\n`));
  return baseline;
}

async function viewsOf(options: RunCommandOptions, system: SystemDeps): Promise<readonly RunObserver[]> {
  if (!options.dashboard && !options.prometheus) return [];
  const { openLiveViews } = await import('../live-views.ts');
  return openLiveViews(options, system);
}

/** What is unusual about the plan, and the plan. Agents choose their own load threads. */
async function announce(
  plan: RunPlan,
  { workers, share }: { readonly workers: WorkerChoice; readonly share: Share | undefined },
  { profile, fleet, mock: isMocked = false, quiet = false }: RunCommandOptions,
  { stderr, env }: SystemDeps,
): Promise<void> {
  const unused = plan.targets.flatMap(
    (target) => whyProxyUnused(target.address.origin, target.network.proxy, env) ?? [],
  );
  const isOnFleet = fleet !== undefined;
  for (const notice of new Set([...(isOnFleet ? [] : workers.notices), ...unused])) stderr.write(`note: ${notice}\n`);
  if (quiet) return;
  const lines = describePlan(
    plan.scenario,
    plan.load,
    plan.targets.map((target) => target.name),
    { profile, order: plan.targetOrder, isMocked },
  );
  const facts = [plan.use, guardedTargets(plan.targets), plan.scenario.budget] as const;
  const use = [...describeBilling(...facts), ...describeLimits(...facts)];
  const all = [
    ...lines,
    ...(isOnFleet ? [] : describeWorkers(workers)),
    ...describePlace(plan),
    ...use,
    ...(share ? describeShare(share, plan.scenario.thresholds) : []),
  ];
  stderr.write(redact(`${(await wrapped(all, stderr.columns)).join('\n')}\n\n`));
}

/** Lines wrapped for a terminal of `columns` columns. */
async function wrapped(lines: readonly string[], columns: number | undefined): Promise<readonly string[]> {
  if (columns === undefined) return lines;
  const { hanging } = await import('../../render/plain-table.ts');
  return lines.map((line) => hanging(line, columns));
}
