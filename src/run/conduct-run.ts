import type { RunObserver } from '../live/run-observer.ts';
import { buildReport } from '../report/build-report.ts';
import type { Report } from '../report/report.ts';
import { maxTurnMs } from '../scenario/plan/max-turn.ts';
import type { RunEnding } from '../verdict/verdict.ts';
import { AbortWatch } from './conduct/abort-watch.ts';
import { type ConductedRun, conductReport } from './conduct/conduct-report.ts';
import { makeShards, startingAt } from './conduct/make-shards.ts';
import { identityOf } from './conduct/observing.ts';
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
  return conductReport(test, { identity: identityOf(plan, deps.version, startedAt), observers, requests, build }, deps);
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
