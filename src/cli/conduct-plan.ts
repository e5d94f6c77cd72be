import { WorkerThreads } from '../distribute/worker-threads.ts';
import type { RunIdentity } from '../live/observed-run.ts';
import { progressOf } from '../live/progress-line.ts';
import { ProgressWriter } from '../live/progress-writer.ts';
import { TurnsFile } from '../live/turns-file.ts';
import { plannedEndMs } from '../load/load-profile.ts';
import { packageVersion } from '../platform/files/package-facts.ts';
import { makeOthersGiveWay } from '../platform/process/give-way.ts';
import { redact } from '../platform/redact.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import type { Comparison } from '../report/comparison/comparison-schema.ts';
import type { Report } from '../report/report.ts';
import type { WorkerChoice } from '../run/choose-workers.ts';
import { conductRun } from '../run/conduct-run.ts';
import type { SettledTarget } from '../run/preflight.ts';
import { preflightGenerator } from '../run/preflight-generator.ts';
import type { RunPlan } from '../run/resolve-run.ts';
import type { StopOn } from '../run/resolve-stop-on.ts';
import type { RunningLoad } from '../run/running-load.ts';
import { knownCalibration } from '../run/stored-calibration.ts';
import { type Baseline, judgeAgainst } from './baseline.ts';
import { concludeRun } from './conclude-run.ts';
import type { LiveViews } from './live-views.ts';
import { allOutputs, type RunOutputs } from './options/outputs.ts';
import type { Options } from './options/resolve-options.ts';
import type { RUN_FLAGS } from './options/run-flags.ts';
import { shownOn } from './write-outputs.ts';

/** What was settled before the load. */
export interface Conditions {
  readonly workers: WorkerChoice;
  readonly outputs: RunOutputs;
  readonly baseline: Baseline | undefined;
  readonly stopOn: StopOn;
  /** Resolves when the run can go on no longer, with why. */
  readonly lost: Promise<string> | undefined;
  readonly views: LiveViews;
}

/** Makes the load that is planned for targets that have answered, and concludes the run. Resolves with the exit code. */
export async function conductPlan(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  options: Options<typeof RUN_FLAGS>,
  { workers, outputs, baseline, stopOn, lost, views: { dashboard, prometheus } }: Conditions,
  system: SystemDeps,
): Promise<number> {
  const progress = new ProgressWriter({
    write: (text) => system.stderr.write(redact(text)),
    isTty: system.stderr.isTty,
    quiet: options.quiet ?? false,
  });
  const shortages = await preflightGenerator(plan, workers.count, options, system);
  for (const shortage of shortages) system.stderr.write(`warning: ${shortage}\n`);
  const totalMs = finite(plannedEndMs(plan.load));
  // Opened last: a run that does not come about leaves an earlier file as it is.
  const turns =
    outputs.turns === undefined ? undefined : await TurnsFile.open(outputs.turns, options['keep-texts'] ?? false);
  let comparison: Comparison | undefined;
  const judge = (baseline: Baseline) => (report: Report) => {
    const judged = judgeAgainst(baseline, report);
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
    onNotice: (message) => progress.message(message),
    // What nobody will see is not worked out.
    onTick: options.quiet ? () => {} : (test) => progress.update(factsOf(test, totalMs)),
    onBegin: prometheus && ((test) => prometheus.watch(test, identityOf(plan))),
    onReport: dashboard && ((report) => dashboard.show(report)),
    judge: baseline && judge(baseline),
    lost,
    stopOn,
    turns,
  });
  // The load threads have been started.
  giveWay();
  const conducted = await conducting;
  progress.finish();
  const shown = shownOn(allOutputs(outputs), system);
  const noColour = options['no-color'];
  return concludeRun(conducted, { outputs: outputs.reports, turns, comparison, dashboard, shown, noColour }, system);
}

function identityOf({ id, name, scenario }: RunPlan): RunIdentity {
  return { run: id, name, scenario: scenario.name, version: packageVersion() };
}

function factsOf(test: RunningLoad, totalMs: number | undefined) {
  const elapsedMs = Math.max(0, test.elapsedMs());
  return progressOf(test.recorder.readings(), { elapsedMs, totalMs, activeVus: test.activeVus });
}

const finite = (ms: number) => (Number.isFinite(ms) ? ms : undefined);
