import type { ShardExecutor } from '../distribute/shard-executor.ts';
import type { TurnsFile } from '../live/turns/turns-file.ts';
import { messageOf } from '../platform/known-error.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import { every } from '../platform/timers.ts';
import { buildReport } from '../report/build-report.ts';
import type { Calibration } from '../report/calibration-schema.ts';
import type { Report } from '../report/report.ts';
import { claimReportFolder, writeReport } from '../report/write-report.ts';
import type { RunEnding } from '../verdict/verdict.ts';
import { watchAborts } from './abort-watch.ts';
import { endingsOf } from './describe-crashes.ts';
import { makeShards, startingAt } from './make-shards.ts';
import type { SettledTarget } from './preflight.ts';
import { publishReports } from './publish-reports.ts';
import { type RunState, reportFacts, type StopReason } from './report-facts.ts';
import type { RunPlan } from './resolve-run.ts';
import type { StopOn } from './resolve-stop-on.ts';
import { RunningLoad, type SampleWatch } from './running-load.ts';
import { watchBudget } from './spend.ts';
import { StopOnWatch } from './stop-on-watch.ts';
import { StopRequests } from './stop-requests.ts';
import { turnsBeginning } from './turns-beginning.ts';

/** Until the first arrival once the load threads are loaded: for each to receive its shard and make its virtual users. */
const LEAD_MS = 200;

const CHECKPOINT_PERIOD_MS = 5000;
const TICK_PERIOD_MS = 1000;

export interface RunDeps {
  readonly system: SystemDeps;
  readonly executor: ShardExecutor;
  /** Load threads, at most as many as there are virtual users. Default 1. */
  readonly workers?: number | undefined;
  /** Where the folder of the run goes. */
  readonly reportDir: string;
  readonly version: string;
  /** Of this machine, quoted in the report. */
  readonly calibration?: Calibration | undefined;
  /** What the report shall say of how the run was begun, one sentence each. */
  readonly warnings?: readonly string[] | undefined;
  /** Takes every turn one by one while the run goes on; it is closed when the load has ended. */
  readonly turns?: TurnsFile | undefined;
  /** What ends the run early once its target has broken down. Default: nothing, for who ends its runs itself. */
  readonly stopOn?: StopOn | undefined;
  /** Takes every sample, too. */
  readonly watch?: SampleWatch | undefined;
  /** A line for the person who watches. */
  readonly onNotice: (message: string) => void;
  /** Called once, before the load begins; `test` can be read from then on, and after its end. */
  readonly onBegin?: ((test: RunningLoad) => void) | undefined;
  /** Called every second while the load goes on. */
  readonly onTick: (test: RunningLoad) => void;
  /** Told of the newest report every two seconds or so while the run goes on. */
  readonly onReport?: ((report: Report) => void) | undefined;
  /** Joins into the last report, before it is written, what is only then known: how the run compares with another. */
  readonly judge?: ((report: Report) => Report) | undefined;
  /** Resolves, with how it went, when something of palaver's own that the run needs is gone; that ends the run. */
  readonly lost?: Promise<string> | undefined;
}

export interface ConductedRun {
  readonly report: Report;
  /** Where report.json lies; undefined when it could not be written any more, as the verdict then says. */
  readonly folder: string | undefined;
}

/**
 * One run, from the first arrival to the report on disk; whatever happens, the report holds what was measured.
 * @throws KnownError when the report cannot be written before the load begins.
 */
export async function conductRun(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  deps: RunDeps,
): Promise<ConductedRun> {
  const { system, workers = 1, executor, onNotice, turns, watch } = deps;
  const unstarted = makeShards(plan, targets, system, workers);
  await executor.prepare?.(unstarted);
  const startedAt = new Date(system.wallClock.now().getTime() + LEAD_MS);
  const shards = startingAt(unstarted, system.clock.nowUs() + LEAD_MS * 1000, startedAt);
  turns?.begin(turnsBeginning(plan, shards, deps));
  const stopOn = deps.stopOn && new StopOnWatch(deps.stopOn, plan.load);
  const takeTurns = turns && (() => turns.startTaker());
  const test = new RunningLoad(shards, {
    executor,
    clock: system.clock,
    onNotice,
    takeTurns,
    watches: [watch, stopOn?.sink],
  });
  deps.onBegin?.(test);
  const requests = new StopRequests(system, test, deps.onNotice);
  void deps.lost?.then((how) => requests.lose(how));
  const budget = watchBudget(plan, test, requests);
  const aborts = [watchAborts(plan, test, requests), stopOn?.watch(test, requests)];
  const build = (stop: StopReason, late: readonly RunEnding[] = []): Report => {
    test.drain();
    const state: RunState = { startedAt, stop, endings: [...requests.endings, ...late], test };
    return buildReport(test.recorder.snapshot(), reportFacts(plan, targets, state, deps), test.recorder.readings());
  };
  let own: string | undefined;
  const write = (report: Report): ConductedRun => {
    own ??= claimReportFolder(deps.reportDir, report.run);
    return { report, folder: writeReport(deps.reportDir, report, own) };
  };
  const buildLast = (stop: StopReason, late: readonly RunEnding[]): Report => {
    const report = build(stop, late);
    try {
      return deps.judge?.(report) ?? report;
    } catch (error) {
      // A bug; what was measured is kept all the same, and passes for nothing.
      write(build(stop, [...late, { exit: 'unexpected', text: `the run was not compared: ${messageOf(error)}` }]));
      throw error;
    }
  };
  const checkpoint = () => {
    try {
      write(build('running'));
    } catch (error) {
      deps.onNotice(`the report could not be saved meanwhile: ${messageOf(error)}`);
    }
  };
  const periodic = [every(TICK_PERIOD_MS, () => deps.onTick(test)), every(CHECKPOINT_PERIOD_MS, checkpoint)];
  const { onReport } = deps;
  const telling = onReport && publishReports(() => build('running'), onReport, system);
  try {
    write(build('running'));
    const late = endingsOf(await test.ended, workers);
    budget?.close();
    for (const timer of aborts) timer?.cancel();
    await turns?.close();
    const stop = requests.endings[0]?.exit === 'signal' ? 'signal' : 'planned';
    const report = buildLast(stop, late);
    try {
      return write(report);
    } catch (error) {
      return { report: buildLast(stop, [...late, unwritten(error)]), folder: undefined };
    }
  } catch (error) {
    test.interrupt();
    await test.ended;
    throw error;
  } finally {
    for (const timer of periodic) timer.cancel();
    telling?.cancel();
    budget?.cancel();
    for (const timer of aborts) timer?.cancel();
    requests.release();
  }
}

/** What was measured is shown all the same. */
function unwritten(error: unknown): RunEnding {
  return { exit: 'unexpected', text: `the report was not saved: ${messageOf(error)}` };
}
