import { messageOf } from '../platform/known-error.ts';
import { every } from '../platform/time/timers.ts';
import { buildReport } from '../report/build-report.ts';
import type { Report } from '../report/report.ts';
import { claimReportFolder, writeReport } from '../report/write-report.ts';
import type { RunEnding } from '../verdict/verdict.ts';
import { watchAborts } from './conduct/abort-watch.ts';
import { CheckpointPage } from './conduct/checkpoint-page.ts';
import { endingsOf } from './conduct/describe-crashes.ts';
import { makeShards, startingAt } from './conduct/make-shards.ts';
import { publishReports } from './conduct/publish-reports.ts';
import { type RunState, reportFacts, type StopReason } from './conduct/report-facts.ts';
import { StopOnWatch } from './conduct/stop-on-watch.ts';
import { StopRequests } from './conduct/stop-requests.ts';
import { turnsBeginning } from './conduct/turns-beginning.ts';
import type { SettledTarget } from './preflight.ts';
import type { RunPlan } from './resolve-run.ts';
import type { RunDeps } from './run-deps.ts';
import { RunningLoad } from './running-load.ts';
import { watchBudget } from './spend.ts';

/** Until the first arrival once the load threads are loaded: for each to receive its shard and make its virtual users. */
const LEAD_MS = 200;

const CHECKPOINT_PERIOD_MS = 5000;
const TICK_PERIOD_MS = 1000;

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
  const page = deps.page && new CheckpointPage(deps.page, system.clock, onNotice);
  const save = (report: Report) => {
    const folder = write(report).folder!;
    page?.write(report, folder);
  };
  const checkpoint = () => {
    try {
      save(build('running'));
    } catch (error) {
      onNotice(`the report could not be saved during the run: ${messageOf(error)}`);
    }
  };
  const periodic = [every(TICK_PERIOD_MS, () => deps.onTick(test)), every(CHECKPOINT_PERIOD_MS, checkpoint)];
  const { onReport } = deps;
  const telling = onReport && publishReports(() => build('running'), onReport, system);
  try {
    save(build('running'));
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
