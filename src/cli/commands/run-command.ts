import { whyProxyUnused } from '../../endpoint/proxy-choice.ts';
import { shapeOf } from '../../engine/run-shape.ts';
import { ProgressWriter } from '../../live/progress-writer.ts';
import type { RunObserver } from '../../live/run-observer.ts';
import { TurnsFile } from '../../live/turns-file.ts';
import { plannedEndMs } from '../../load/load-profile.ts';
import { SeriesTable } from '../../measure/series.ts';
import { checkSeriesLimit } from '../../measure/series-limit.ts';
import { redact } from '../../platform/redact.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { hanging } from '../../render/plain-table.ts';
import { renderPage } from '../../render/render-page.ts';
import type { Comparison } from '../../report/comparison/comparison-schema.ts';
import { checkGates } from '../../report/comparison/list-figures.ts';
import type { Report } from '../../report/report.ts';
import { chooseWorkers, describeWorkers, type WorkerChoice, workerNeeds } from '../../run/choose-workers.ts';
import { guardBudget, guardedTargets } from '../../run/guard-budget.ts';
import { preflight } from '../../run/preflight.ts';
import { type RunPlan, resolveRun, resolveScenario } from '../../run/resolve-run.ts';
import { checkStopOn, resolveStopOn, type StopOn } from '../../run/resolve-stop-on.ts';
import { knownCalibration } from '../../run/stored-calibration.ts';
import { describePlan } from '../../scenario/plan/describe-plan.ts';
import { describeBilling, describeLimits } from '../../scenario/plan/describe-use.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { checkThresholds } from '../../verdict/check-thresholds.ts';
import type { Baseline } from '../baseline.ts';
import type { Command } from '../command.ts';
import { concludeRun } from '../conclude-run.ts';
import { openLiveViews } from '../live-views.ts';
import { spawnMockFor } from '../mock-for.ts';
import { allOutputs, readRunOutputs, refuseInputs } from '../options/outputs.ts';
import { onlyPositional } from '../options/positionals.ts';
import { type Options, resolveOptions } from '../options/resolve-options.ts';
import { RUN_FLAGS } from '../options/run-flags.ts';

type RunCommandOptions = Options<typeof RUN_FLAGS>;

/**
 * `palaver run`: plan, preflight, load, report. The exit code is the verdict's. What the load and the report need is loaded
 * once every target has answered.
 */
export const runCommand: Command = {
  async run(system, args) {
    const { options, positionals } = resolveOptions(RUN_FLAGS, args, system.env);
    const outputs = readRunOutputs(options, system.cwd);
    const scenario = resolveScenario(onlyPositional(positionals, 'scenario file'), options, system.env);
    const stopOn = resolveStopOn(options['stop-on']);
    const baseline = baselineOf(scenario, options);
    if (baseline && !options.quiet) system.stderr.write(redact(`${describeChoice(baseline)}\n`));
    if (options.mock && options.target) system.stderr.write('note: --mock replaces --target\n');
    const mock = options.mock ? await spawnMockFor(scenario) : undefined;
    try {
      const plan = resolveRun(scenario, options, system.env, mock?.placeOf);
      guardBudget(plan.use, guardedTargets(plan.targets), plan.scenario, options);
      const shape = shapeOf(plan.scenario, plan.targets);
      checkThresholds(plan.scenario.thresholds, shape);
      checkStopOn(stopOn, shape);
      checkSeriesLimit(new SeriesTable(shape));
      refuseInputs(allOutputs(outputs), system.env);
      const lost = mock?.gone.then((how) => `the mock endpoint's process ended (${how})`);
      const views = await viewsOf(options, system);
      try {
        return await conduct(plan, { options, outputs, baseline, stopOn, views, lost }, system);
      } finally {
        for (const view of views) await view.close?.(undefined);
      }
    } finally {
      await mock?.stop();
    }
  },
};

interface RunOrder {
  readonly options: RunCommandOptions;
  readonly outputs: RunOutputs;
  readonly baseline: Baseline | undefined;
  readonly stopOn: StopOn;
  readonly views: readonly RunObserver[];
  readonly lost: Promise<string> | undefined;
}

async function conduct(plan: RunPlan, order: RunOrder, system: SystemDeps): Promise<number> {
  const { options, outputs, baseline, stopOn, views, lost } = order;
  const progress = new ProgressWriter({
    write: (text) => system.stderr.write(redact(text)),
    isTty: system.stderr.isTty,
    quiet: options.quiet ?? false,
    totalMs: finite(plannedEndMs(plan.load)),
  });
  const onNotice = (message: string) => progress.message(message);
  const workers = chooseWorkers(workerNeeds(plan, options, system.machine.cpus));
  const unused = plan.targets.flatMap(
    (target) => whyProxyUnused(target.address.origin, target.network.proxy, system.env) ?? [],
  );
  for (const notice of new Set([...workers.notices, ...unused])) system.stderr.write(`note: ${notice}\n`);
  if (!options.quiet) announce(plan, workers, options, system);
  const targets = await preflight(plan.targets, plan.id, system);
  const shortages = await preflightGenerator(plan, workers.count, options, system);
  for (const shortage of shortages) system.stderr.write(`warning: ${shortage}\n`);
  // Opened last: a run that does not come about leaves an earlier file as it is.
  const turns =
    outputs.turns === undefined
      ? undefined
      : await TurnsFile.open(outputs.turns, { keepTexts: options['keep-texts'] ?? false, onNotice });
  let comparison: Comparison | undefined;
  const judge = (base: Baseline) => (report: Report) => {
    const judged = judgeAgainst(base, report);
    comparison = judged.comparison;
    return judged.report;
  };
  const giveWay = makeOthersGiveWay();
  const conducting = conductRun(plan, targets, {
    system,
    executor: new WorkerThreads(),
    workers: workers.count,
    reportDir: options['report-dir'] ?? 'reports',
    version: packageVersion(),
    calibration: knownCalibration(system),
    warnings: shortages.map((shortage) => `Before the load: ${shortage}.`),
    onNotice,
    observers: [progress, ...views, ...(turns ? [turns] : [])],
    judge: baseline && judge(baseline),
    page: options['no-html'] ? undefined : renderPage,
    lost,
    stopOn,
  });
  // The load threads have been started.
  giveWay();
  const conducted = await conducting;
  const shown = shownOn(allOutputs(outputs), system);
  const { reports } = outputs;
  const { 'no-color': noColour, 'no-html': noPage } = options;
  return concludeRun(conducted, { outputs: reports, turns, comparison, views, shown, noColour, noPage }, system);
}

/** Read before the load, so that an unreadable baseline is reported at once. */
function baselineOf({ name }: Scenario, options: RunCommandOptions): Baseline | undefined {
  if (options.baseline === undefined) return undefined;
  const { chooseBaseline, describeChoice } = await import('../choose-baseline.ts');
  const baseline = chooseBaseline(options.baseline, scenario, options);
  if (!options.quiet) stderr.write(redact(`${describeChoice(baseline)}\n`));
  return baseline;
}

async function viewsOf(options: RunCommandOptions, system: SystemDeps): Promise<LiveViews> {
  if (!options.dashboard && !options.prometheus) return { dashboard: undefined, prometheus: undefined };
  const { openLiveViews } = await import('../live-views.ts');
  return openLiveViews(options, system);
}

function announce(
  plan: RunPlan,
  workers: WorkerChoice,
  { profile, mock: isMocked = false, quiet = false }: RunCommandOptions,
  { stderr, env }: SystemDeps,
): Promise<void> {
  const unused = plan.targets.flatMap(
    (target) => whyProxyUnused(target.address.origin, target.network.proxy, env) ?? [],
  );
  for (const notice of new Set([...workers.notices, ...unused])) stderr.write(`note: ${notice}\n`);
  if (quiet) return;
  const lines = describePlan(
    plan.scenario,
    plan.load,
    plan.targets.map((target) => target.name),
    { profile, order: plan.targetOrder, isMocked },
  );
  const facts = [plan.use, guardedTargets(plan.targets), plan.scenario.budget] as const;
  const use = [...describeBilling(...facts), ...describeLimits(...facts)];
  const all = [...lines, ...describeWorkers(workers), ...use];
  stderr.write(redact(`${(await wrapped(all, stderr.columns)).join('\n')}\n\n`));
}

const finite = (ms: number) => (Number.isFinite(ms) ? ms : undefined);
