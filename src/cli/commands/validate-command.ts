import { redact } from '../../platform/redact.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { chooseWorkers, describeWorkers, type WorkerChoice, workerNeeds } from '../../run/choose-workers.ts';
import { unconfirmedUse } from '../../run/guard-budget.ts';
import { describeHooks } from '../../run/hooks/describe-hooks.ts';
import { refuseFunctions } from '../../run/hooks/refuse-functions.ts';
import { allHooks, checkHooks } from '../../run/hooks/with-setup.ts';
import { describePlace } from '../../run/own-place.ts';
import { prepareRun, type RunPlan } from '../../run/prepare-run.ts';
import { type PreviewTarget, previewTargets, UNKNOWN_TARGET } from '../../run/preview-targets.ts';
import { resolveScenario } from '../../run/resolve-scenario.ts';
import { describeStopOn, type StopOn } from '../../run/resolve-stop-on.ts';
import type { RunOptions } from '../../run/run-options.ts';
import { knownCalibration } from '../../run/stored-calibration.ts';
import { describeLoad } from '../../scenario/plan/describe-load.ts';
import { describePlan } from '../../scenario/plan/describe-plan.ts';
import { describeBilling, describeLimits, describeUse } from '../../scenario/plan/describe-use.ts';
import { assumedTurnMs, estimatePlan } from '../../scenario/plan/estimate-plan.ts';
import { profileSections } from '../../scenario/profile-sections.ts';
import { readScenarioSource } from '../../scenario/read-source.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Command } from '../command.ts';
import { type ExplainedOption, explainOptions } from '../options/explain-options.ts';
import { checkFleetOptions } from '../options/fleet-options.ts';
import { onlyPositional } from '../options/positionals.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { PLAN_FLAGS, VALIDATE_FLAGS } from '../options/validate-flags.ts';
import { noteWithoutEffect } from '../options/without-effect.ts';

type Preview = RunPlan<PreviewTarget>;

/** `palaver validate`: everything that `run` checks before it connects, and the plan. Exit code 0, or 104 with every problem. */
export const validateCommand: Command = {
  async run(system, args) {
    const { options, givenBy, positionals } = resolveOptions(VALIDATE_FLAGS, args, system.env);
    checkFleetOptions({ options, givenBy }, system.env);
    const missing = new Set<string>();
    const source = await readScenarioSource(onlyPositional(positionals, 'scenario file'), system);
    const scenario = resolveScenario(source, options, system.env, (name) => missing.add(name));
    const plan = prepareRun(scenario, previewTargets(scenario, options, system.env, missing.size > 0), options);
    if (options.fleet !== undefined) refuseFunctions(scenario);
    await checkHooks(scenario, system);
    const here = { cpus: system.machine.cpus, calibration: knownCalibration(system) };
    const workers = chooseWorkers(workerNeeds(plan, options, here));
    const warnings = [...whyNotYet(plan, missing, options), ...workers.notices];
    const { profile } = options;
    const explains = options['print-options'];
    const replaced = explains && source && profile !== undefined ? profileSections(source.text, profile) : [];
    const explained = explains
      ? explainOptions(PLAN_FLAGS, { options, givenBy }, { plan, workers, profile, profileSections: replaced })
      : [];
    if (options.json) print(system, JSON.stringify(jsonOf(plan, { workers, explained, warnings }, options), null, 2));
    else
      print(
        system,
        [...planLines(plan, workers, options), ...optionLines(explained), '', 'This scenario is valid.'].join('\n'),
      );
    noteWithoutEffect({ options, givenBy }, system);
    for (const warning of warnings) system.stderr.write(redact(`warning: ${warning}\n`));
    return 0;
  },
};

/** Reasons why a run could not start yet, one sentence each. */
function whyNotYet(
  { use, targets, scenario }: Preview,
  missing: ReadonlySet<string>,
  options: RunOptions,
): readonly string[] {
  return [
    ...[...missing].map(
      (name) => `\${${name}} is not set; the values that use it are skipped here, but a run needs it`,
    ),
    ...(targets.length === 0 ? ['no target specified; use --target https://host/TOKEN, or --mock'] : []),
    ...unconfirmedUse(use, targets, scenario, options).map(
      (objection) => `${objection}; a run needs --yes or a budget for this`,
    ),
  ];
}

function print(system: SystemDeps, text: string): void {
  system.stdout.write(redact(`${text}\n`));
}

function planLines(
  plan: Preview,
  workers: WorkerChoice,
  {
    profile,
    mock = false,
    'tls-resume': tlsResume,
  }: Pick<RunOptions, 'mock' | 'tls-resume'> & { readonly profile?: string | undefined },
): readonly string[] {
  const { scenario, load, targetOrder, stopOn, use, targets } = plan;
  const billed = targets.length > 0 ? targets : [UNKNOWN_TARGET];
  return [
    ...describePlan(
      scenario,
      load,
      targets.map(({ name }) => name),
      { profile, order: targetOrder, isMocked: mock },
    ),
    ...functionLines(scenario),
    ...(tlsResume ? [`${'TLS'.padEnd(14)}sessions are resumed if the server allows it (--tls-resume)`] : []),
    ...stopOnLines(stopOn),
    ...describeWorkers(workers),
    ...describePlace(plan),
    ...describeUse(use, billed),
    ...describeBilling(use, billed, scenario.budget),
    ...describeLimits(use, billed, scenario.budget),
  ];
}

function functionLines(scenario: Scenario): readonly string[] {
  return describeHooks(allHooks(scenario)).map(
    (line, index) => `${(index === 0 ? 'functions' : '').padEnd(14)}${line}`,
  );
}

function stopOnLines(stopOn: StopOn): readonly string[] {
  return describeStopOn(stopOn).map((line, index) => `${(index === 0 ? 'stop on' : '').padEnd(14)}${line}`);
}

function optionLines(explained: readonly ExplainedOption[]): readonly string[] {
  if (explained.length === 0) return [];
  const width = Math.max(...explained.map(({ option }) => option.length)) + 2;
  return [
    '',
    'options',
    ...explained.map(({ option, value, source }) => `  ${option.padEnd(width)}${value}  (${source})`),
  ];
}

interface Findings {
  readonly workers: WorkerChoice;
  readonly explained: readonly ExplainedOption[];
  readonly warnings: readonly string[];
}

function jsonOf(
  { scenario, load, stopOn, use, targets, place }: Preview,
  { workers, explained, warnings }: Findings,
  { mock = false }: Pick<RunOptions, 'mock'>,
): object {
  const turnMs = assumedTurnMs(scenario, mock);
  const { durationMs, peakVus } = estimatePlan(scenario.conversations, load, turnMs);
  return {
    scenario: { name: scenario.name, sha256: scenario.sha256 },
    targets: targets.map(({ name, address, testMode }) => ({ name, address, testMode })),
    ...(place !== undefined && { place }),
    load: { description: describeLoad(load), ...load },
    plan: { assumedTurnMs: turnMs, durationMs, peakVus, workers: workers.count, ...use },
    ...(scenario.budget && { budget: scenario.budget }),
    ...(allHooks(scenario).length > 0 && { functions: describeHooks(allHooks(scenario)) }),
    thresholds: scenario.thresholds.map(({ expression }) => expression),
    stopOn: { breaker: stopOn.breaker, rules: stopOn.rules.map(({ expression }) => expression) },
    warnings,
    ...(explained.length > 0 && { options: explained }),
  };
}
