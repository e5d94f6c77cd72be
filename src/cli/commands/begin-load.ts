import { WorkerThreads } from '../../distribute/worker-threads.ts';
import { ProgressWriter } from '../../live/progress-writer.ts';
import type { RunObserver } from '../../live/run-observer.ts';
import { TraceView } from '../../live/trace-view.ts';
import { TurnsFile } from '../../live/turns-file.ts';
import { plannedEndMs } from '../../load/load-profile.ts';
import { packageVersion } from '../../platform/files/package-facts.ts';
import { lowerOtherThreads } from '../../platform/process/lower-priority.ts';
import { redact } from '../../platform/redact.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { painter } from '../../render/paint.ts';
import type { WorkerChoice } from '../../run/choose-workers.ts';
import type { Options } from '../../run/flags/flag.ts';
import type { RUN_FLAGS } from '../../run/flags/run-flags.ts';
import { preflightGenerator } from '../../run/preflight-generator.ts';
import type { RunPlan } from '../../run/prepare-run.ts';
import type { RunDeps } from '../../run/run-deps.ts';
import { knownCalibration } from '../../run/stored-calibration.ts';
import { wantsColour } from '../terminal.ts';

/** What was settled before the load. */
export interface LoadOrder {
  readonly options: Options<typeof RUN_FLAGS>;
  readonly workers: WorkerChoice;
  /** Number of parts of the load, of which this machine has one. Default 1. */
  readonly shards?: number | undefined;
  /** The file for every single turn, if any. */
  readonly turns: string | undefined;
  readonly views?: readonly RunObserver[];
  /** Resolves, with the reason, when the run cannot go on. */
  readonly lost: Promise<string> | undefined;
}

export type CommonDeps = Omit<RunDeps, 'judge' | 'page'> & { readonly reportDir: string };

/**
 * Checks this machine, opens what observes the load, and conducts it at lower priority of all other threads.
 * @throws KnownError (112) if this machine cannot carry the load.
 */
export async function beginLoad<Conducted>(
  plan: RunPlan,
  { options, workers, shards, turns: path, views = [], lost }: LoadOrder,
  conduct: (deps: CommonDeps) => Promise<Conducted>,
  system: SystemDeps,
): Promise<{ readonly conducted: Conducted; readonly turns: TurnsFile | undefined }> {
  const progress = progressWriterOf(plan, options, system);
  const onNotice = (message: string) => progress.message(message);
  const shortages = await preflightGenerator(plan, { workers: workers.count, shards }, options, system);
  for (const shortage of shortages) system.stderr.write(`warning: ${shortage}\n`);
  // Opened last: a run that does not start leaves an earlier file as it is.
  const keepTexts = options['keep-texts'] ?? false;
  const turns = path === undefined ? undefined : await TurnsFile.open(path, { keepTexts, onNotice });
  const lowerPriorities = lowerOtherThreads();
  const conducting = conduct({
    system,
    executor: new WorkerThreads(system),
    workers: workers.count,
    reportDir: options['report-dir'] ?? 'reports',
    version: packageVersion(),
    calibration: knownCalibration(system),
    warnings: shortages.map((shortage) => `Before the load: ${shortage}.`),
    onNotice,
    observers: [progress, ...traceViewOf(plan, options, system, onNotice), ...views, ...(turns ? [turns] : [])],
    lost,
  });
  // The load threads have been started.
  lowerPriorities();
  return { conducted: await conducting, turns };
}

/** Shows traced conversations on stderr, if they follow each other. A terminal keeps nothing: it shows texts in plain text. */
function traceViewOf(
  { traced, keepTexts, load, targets }: RunPlan,
  { 'no-color': noColour }: LoadOrder['options'],
  system: SystemDeps,
  write: (line: string) => void,
): readonly RunObserver[] {
  if (traced === 0 || load.maxVus > 1 || targets.length > 1) return [];
  const { stderr } = system;
  const paint = painter(wantsColour(system, stderr, noColour));
  return [new TraceView({ write, isClear: keepTexts || stderr.isTty, paint, width: stderr.columns })];
}

/** The progress line of a plan, not yet begun. */
export function progressWriterOf(
  { load }: Pick<RunPlan, 'load'>,
  { quiet = false }: Pick<LoadOrder['options'], 'quiet'>,
  { stderr }: Pick<SystemDeps, 'stderr'>,
): ProgressWriter {
  const endMs = plannedEndMs(load);
  return new ProgressWriter({
    write: (text) => stderr.write(redact(text)),
    isTty: stderr.isTty,
    quiet,
    totalMs: Number.isFinite(endMs) ? endMs : undefined,
  });
}
