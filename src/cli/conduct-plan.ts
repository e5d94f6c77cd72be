import { WorkerThreads } from '../distribute/worker-threads.ts';
import { ProgressWriter } from '../live/progress-writer.ts';
import type { RunObserver } from '../live/run-observer.ts';
import { TurnsFile } from '../live/turns-file.ts';
import { plannedEndMs } from '../load/load-profile.ts';
import { packageVersion } from '../platform/files/package-facts.ts';
import { lowerOtherThreads } from '../platform/process/lower-priority.ts';
import { redact } from '../platform/redact.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import { renderPage } from '../render/render-page.ts';
import type { Comparison } from '../report/comparison/comparison-schema.ts';
import type { Report } from '../report/report.ts';
import type { WorkerChoice } from '../run/choose-workers.ts';
import { conductRun } from '../run/conduct-run.ts';
import type { Options } from '../run/flags/flag.ts';
import type { RUN_FLAGS } from '../run/flags/run-flags.ts';
import type { SettledTarget } from '../run/preflight.ts';
import { preflightGenerator } from '../run/preflight-generator.ts';
import type { RunPlan } from '../run/prepare-run.ts';
import { knownCalibration } from '../run/stored-calibration.ts';
import { type Baseline, judgeAgainst } from './baseline.ts';
import { concludeRun } from './conclude-run.ts';
import { allOutputs, type RunOutputs } from './options/outputs.ts';
import { shownOn } from './write-outputs.ts';

/** What was settled before the load. */
export interface RunOrder {
  readonly options: Options<typeof RUN_FLAGS>;
  readonly workers: WorkerChoice;
  readonly outputs: RunOutputs;
  readonly baseline: Baseline | undefined;
  /** Resolves, with the reason, when the run cannot go on. */
  readonly lost: Promise<string> | undefined;
  /** They are closed with the final report. */
  readonly views: readonly RunObserver[];
}

/** Makes the planned load for targets that have answered, and concludes the run. Resolves with the exit code. */
export async function conductPlan(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  order: RunOrder,
  system: SystemDeps,
): Promise<number> {
  const { options, workers, outputs, baseline, lost, views } = order;
  const progress = new ProgressWriter({
    write: (text) => system.stderr.write(redact(text)),
    isTty: system.stderr.isTty,
    quiet: options.quiet ?? false,
    totalMs: finite(plannedEndMs(plan.load)),
  });
  const onNotice = (message: string) => progress.message(message);
  const shortages = await preflightGenerator(plan, { workers: workers.count }, options, system);
  for (const shortage of shortages) system.stderr.write(`warning: ${shortage}\n`);
  // Opened last: a run that does not start leaves an earlier file as it is.
  const turns = await openTurns(outputs.turns, { keepTexts: options['keep-texts'] ?? false, onNotice });
  let comparison: Comparison | undefined;
  const judge = (base: Baseline) => (report: Report) => {
    const judged = judgeAgainst(base, report);
    comparison = judged.comparison;
    return judged.report;
  };
  const lowerPriorities = lowerOtherThreads();
  const conducting = conductRun(plan, targets, {
    system,
    executor: new WorkerThreads(system),
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
  });
  // The load threads have been started.
  lowerPriorities();
  const conducted = await conducting;
  const shown = shownOn(allOutputs(outputs), system);
  const { 'no-color': noColour, 'no-html': noPage } = options;
  const results = { outputs: outputs.reports, turns, comparison, views, shown, noColour, noPage };
  return concludeRun(conducted, results, system);
}

async function openTurns(
  path: string | undefined,
  options: Parameters<typeof TurnsFile.open>[1],
): Promise<TurnsFile | undefined> {
  return path === undefined ? undefined : TurnsFile.open(path, options);
}

const finite = (ms: number) => (Number.isFinite(ms) ? ms : undefined);
