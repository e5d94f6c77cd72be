import type { RunObserver } from '../live/run-observer.ts';
import { messageOf } from '../platform/known-error.ts';
import { buildReport } from '../report/build-report.ts';
import type { Report } from '../report/report.ts';
import { claimReportFolder, writeReport } from '../report/write-report.ts';
import { maxTurnMs } from '../scenario/plan/max-turn.ts';
import type { RunEnding } from '../verdict/verdict.ts';
import { AbortWatch } from './conduct/abort-watch.ts';
import { CheckpointPage } from './conduct/checkpoint-page.ts';
import { conductLoad } from './conduct/conduct-load.ts';
import { makeShards, startingAt } from './conduct/make-shards.ts';
import { identityOf } from './conduct/observing.ts';
import { publishReports } from './conduct/publish-reports.ts';
import { type RunState, reportFacts, type StopReason } from './conduct/report-facts.ts';
import { StopOnWatch } from './conduct/stop-on-watch.ts';
import { StopRequests } from './conduct/stop-requests.ts';
import type { SettledTarget } from './preflight.ts';
import type { RunPlan } from './prepare-run.ts';
import type { RunDeps } from './run-deps.ts';
import { RunningLoad } from './running-load.ts';
import { BudgetWatch } from './spend.ts';

/** Time from loaded load threads to the first arrival: for each to receive its shard and create its virtual users. */
const LEAD_MS = 200;

export interface ConductedRun {
  readonly report: Report;
  /** Folder of report.json; undefined if it could not be written, as the verdict then says. */
  readonly folder: string | undefined;
}

/**
 * One run, from the first arrival to the report on disk; the report contains what was measured even if the run fails.
 * @throws KnownError if the report cannot be written before the load begins.
 */
export async function conductRun(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  deps: RunDeps,
): Promise<ConductedRun> {
  const { system, workers = 1, executor, onNotice, observers: given = [] } = deps;
  const unstarted = makeShards(plan, targets, system, { threads: workers });
  await executor.prepare?.(unstarted);
  const startedAt = new Date(system.wallClock.now().getTime() + LEAD_MS);
  const shards = startingAt(unstarted, system.clock.nowUs() + LEAD_MS * 1000, startedAt);
  const test = new RunningLoad(shards, { executor, clock: system.clock, timers: system.timers, onNotice });
  const requests = new StopRequests(system, test, onNotice);
  const observers = [...given, ...watchesOf(plan, requests)];
  const build = (stop: StopReason, late: readonly RunEnding[] = []): Report => {
    test.drain();
    const state: RunState = { startedAt, stop, endings: [...requests.endings, ...late], test };
    return buildReport(test.recorder.measurements(), reportFacts(plan, targets, state, deps));
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
      // A bug; the measured data are kept, but the run does not pass.
      write(build(stop, [...late, { exit: 'unexpected', text: `the run was not compared: ${messageOf(error)}` }]));
      throw error;
    }
  };
  const page = deps.page && new CheckpointPage(deps.page, system.clock, onNotice);
  const save = () => {
    const report = build('running');
    const folder = write(report).folder!;
    page?.write(report, folder);
  };
  const conclude = (stop: StopReason, late: readonly RunEnding[]): ConductedRun => {
    const report = buildLast(stop, late);
    try {
      return write(report);
    } catch (error) {
      return { report: buildLast(stop, [...late, unwritten(error)]), folder: undefined };
    }
  };
  return conductLoad(
    {
      load: test,
      identity: identityOf(plan, deps.version, startedAt),
      observers,
      requests,
      save,
      what: 'report',
      accompany: () => publishReports(() => build('running'), observers, system),
      conclude,
      lost: deps.lost,
      onNotice,
    },
    system,
  );
}

/** What ends a run early without the user. */
function watchesOf(plan: RunPlan, requests: StopRequests): readonly RunObserver<RunningLoad>[] {
  const { stopOn, load } = plan;
  const { budget, thresholds } = plan.scenario;
  return [
    ...(budget ? [new BudgetWatch(budget, plan, requests)] : []),
    new StopOnWatch(stopOn, load, requests),
    new AbortWatch({ ...plan, maxTurnMs: maxTurnMs(plan.scenario.conversations) }, thresholds, requests),
  ];
}

/** Shows what was measured in any case. */
function unwritten(error: unknown): RunEnding {
  return { exit: 'unexpected', text: `the report was not saved: ${messageOf(error)}` };
}
