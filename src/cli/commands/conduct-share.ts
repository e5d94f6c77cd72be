import { WorkerThreads } from '../../distribute/worker-threads.ts';
import { ProgressWriter } from '../../live/progress-writer.ts';
import { TurnsFile } from '../../live/turns-file.ts';
import { plannedEndMs } from '../../load/load-profile.ts';
import { decisiveReason, exitCodeOf } from '../../platform/exit-code.ts';
import { packageVersion } from '../../platform/files/package-facts.ts';
import { counted } from '../../platform/group-thousands.ts';
import { lowerOtherThreads } from '../../platform/process/lower-priority.ts';
import { redact } from '../../platform/redact.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import type { WorkerChoice } from '../../run/choose-workers.ts';
import type { Options } from '../../run/flags/flag.ts';
import type { RUN_FLAGS } from '../../run/flags/run-flags.ts';
import type { SettledTarget } from '../../run/preflight.ts';
import { preflightGenerator } from '../../run/preflight-generator.ts';
import type { RunPlan } from '../../run/prepare-run.ts';
import { conductShard } from '../../run/shards/conduct-shard.ts';
import { nameOfShare, type Share } from '../../run/shards/resolve-share.ts';
import { knownCalibration } from '../../run/stored-calibration.ts';

export interface ShareOrder {
  readonly share: Share;
  readonly options: Options<typeof RUN_FLAGS>;
  readonly workers: WorkerChoice;
  readonly lost: Promise<string> | undefined;
  /** The file for every single turn of this shard, if any. */
  readonly turns: string | undefined;
}

/**
 * Carries out one shard of a run and writes its file. The exit code is that of its own end: `palaver merge` judges the run.
 */
export async function conductShare(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  { share, options, workers, lost, turns: turnsPath }: ShareOrder,
  system: SystemDeps,
): Promise<number> {
  const endMs = plannedEndMs(plan.load);
  const progress = new ProgressWriter({
    write: (text) => system.stderr.write(redact(text)),
    isTty: system.stderr.isTty,
    quiet: options.quiet ?? false,
    totalMs: Number.isFinite(endMs) ? endMs : undefined,
  });
  const shortages = await preflightGenerator(plan, { workers: workers.count, shards: share.count }, options, system);
  for (const shortage of shortages) system.stderr.write(`warning: ${shortage}\n`);
  const onNotice = (message: string) => progress.message(message);
  const keepTexts = options['keep-texts'] ?? false;
  const turns = turnsPath === undefined ? undefined : await TurnsFile.open(turnsPath, { keepTexts, onNotice });
  const lowerPriorities = lowerOtherThreads();
  const conducting = conductShard(plan, targets, share, {
    system,
    executor: new WorkerThreads(system),
    workers: workers.count,
    reportDir: options['report-dir'] ?? 'reports',
    version: packageVersion(),
    calibration: knownCalibration(system),
    warnings: shortages.map((shortage) => `Before the load: ${shortage}.`),
    onNotice,
    observers: [progress, ...(turns ? [turns] : [])],
    lost,
  });
  lowerPriorities();
  const { state, path } = await conducting;
  const sum = (metric: string) =>
    state.snapshot.counters.reduce((total, cell) => total + (cell.metric === metric ? cell.count : 0), 0);
  const { endings } = state.facts;
  const lines = [
    `shard       ${nameOfShare(share)} of run ${plan.id}: ${counted(sum('conversations_started'), 'conversation')}, ${counted(sum('inputs_sent'), 'input')}`,
    ...endings.map(({ text }) => `ended       ${text}`),
    `file        ${path}`,
    `next        palaver merge ${path.slice(0, path.lastIndexOf('/'))} (thresholds are judged on all shards together)`,
  ];
  system.stdout.write(redact(`${lines.join('\n')}\n`));
  const unwritten = turns?.failure === undefined ? [] : turns.notes();
  for (const warning of unwritten) system.stderr.write(`warning: ${warning}\n`);
  return exitCodeOf(
    decisiveReason([...endings.map(({ exit }) => exit), ...unwritten.map(() => 'unexpected' as const)]),
  );
}
