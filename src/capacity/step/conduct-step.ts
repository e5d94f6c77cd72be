import { WorkerThreads } from '../../distribute/worker-threads.ts';
import { NO_FREE_PORT } from '../../endpoint/network-failure.ts';
import { checkIdPrefix } from '../../endpoint/session-identity.ts';
import { shapeOf } from '../../engine/run-shape.ts';
import type { RunObserver } from '../../live/run-observer.ts';
import { brokenInvariants } from '../../measure/invariants.ts';
import { packageVersion } from '../../platform/files/package-facts.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import type { Calibration } from '../../report/calibration-schema.ts';
import type { Report } from '../../report/report.ts';
import { chooseWorkers, workerNeeds } from '../../run/choose-workers.ts';
import { conductRun } from '../../run/conduct-run.ts';
import type { SettledTarget } from '../../run/preflight.ts';
import { preflightGenerator } from '../../run/preflight-generator.ts';
import { NEVER_STOP } from '../../run/resolve-stop-on.ts';
import type { RunOptions } from '../../run/run-options.ts';
import type { RunningLoad } from '../../run/running-load.ts';
import { spentOf } from '../../run/spend.ts';
import { plannedUse } from '../../scenario/plan/planned-use.ts';
import type { Budget } from '../../scenario/scenario.ts';
import { VALIDITY_LIMITS } from '../../verdict/validity-limits.ts';
import type { CapacityPlan } from '../capacity-plan.ts';
import type { FailedLoad } from '../limiter.ts';
import { longestLengthMs, stepLoad } from '../step-load.ts';
import { StepWatch } from './step-watch.ts';

/** How often turns in flight are sampled. */
const CHECK_PERIOD_MS = 100;

export interface StepDeps {
  readonly system: SystemDeps;
  readonly settled: readonly SettledTarget[];
  /** Folder of the search; each step has its own folder in it. */
  readonly folder: string;
  readonly options: Pick<RunOptions, 'workers' | 'mock' | 'yes'>;
  readonly calibration: Calibration | undefined;
  readonly onNotice: (message: string) => void;
  /** Called every second during a step. */
  readonly onTick: (test: RunningLoad) => void;
  readonly lost: Promise<string> | undefined;
}

export interface StepOrder {
  /** Part of the names of its sessions and its folder. */
  readonly name: string;
  readonly id: string;
  readonly load: number;
  /** The remaining budget. */
  readonly budget: Budget | undefined;
}

/** What a check of the step is based on. */
export interface StepView {
  readonly watch: StepWatch;
  readonly test: RunningLoad;
}

export interface ConductedStep<Decision> {
  /** Undefined: the step ended before it was decided; the verdict of its report says why. */
  readonly decision: Decision | undefined;
  readonly report: Report;
  readonly folder: string | undefined;
  readonly budget: Budget | undefined;
  /** Over the whole step. */
  readonly failures: FailedLoad;
  /** The counts are reliable: no sample lost, no invariant broken, no ack sent late. */
  readonly isConsistent: boolean;
  /** Conversations that were dropped because a feed had no row left. */
  readonly feedEmpty: number;
}

/**
 * One load, as a separate run with its report, until `decide` returns a result: then no further conversation starts, and
 * running ones are interrupted soon.
 * @throws KnownError (112) if this machine cannot carry the load.
 */
export async function conductStep<Decision>(
  order: StepOrder,
  { run, terms, objectives }: CapacityPlan,
  deps: StepDeps,
  decide: (view: StepView) => Decision | undefined,
): Promise<ConductedStep<Decision>> {
  const { system, options, settled } = deps;
  const load = stepLoad(order.load, terms);
  // The search judges whether a load is sustained, by more than thresholds.
  const scenario = { ...run.scenario, thresholds: [], budget: order.budget };
  const plan = {
    ...run,
    id: checkIdPrefix(`${run.id}-${order.id}`),
    name: order.name,
    load,
    scenario,
    use: plannedUse(scenario, load),
    stopOn: NEVER_STOP,
  };
  const workers = chooseWorkers(workerNeeds(plan, options, system.machine.cpus)).count;
  const shortages = await preflightGenerator(plan, { workers }, options, system);
  let view: StepView | undefined;
  let decision: Decision | undefined;
  const look: RunObserver<RunningLoad> = {
    tickMs: CHECK_PERIOD_MS,
    begin(test) {
      const times = { fromMs: terms.warmUpMs, longestConversationMs: longestLengthMs(terms.conversations) };
      const watch = new StepWatch(objectives, test.recorder.table.keys, times, () => test.elapsedMs());
      view = { test, watch };
    },
    samples: () => view?.watch,
    tick(test) {
      test.drain();
      view!.watch.observe();
      if (decision !== undefined) return;
      decision = decide(view!);
      if (decision !== undefined) test.stop();
    },
  };
  const { report, folder } = await conductRun(plan, settled, {
    system,
    executor: new WorkerThreads(system),
    workers,
    reportDir: deps.folder,
    version: packageVersion(),
    calibration: deps.calibration,
    warnings: shortages.map((shortage) => `Before the load: ${shortage}.`),
    observers: [look, { tick: deps.onTick }],
    onNotice: deps.onNotice,
    lost: deps.lost,
  });
  const { test } = view!;
  const broken = brokenInvariants(test.recorder.readings(), shapeOf(scenario, run.targets));
  const isConsistent = isConsistentOf(report, broken);
  return { decision, report, folder, isConsistent, budget: restOf(order.budget, test), ...failuresOf(test) };
}

/** The budget of later steps; 0 for a limit that is used up. */
function restOf(budget: Budget | undefined, test: RunningLoad): Budget | undefined {
  if (!budget) return undefined;
  const spent = spentOf(test.recorder.readings(), budget);
  const left = (limit: number | undefined, used = 0) => (limit === undefined ? undefined : Math.max(0, limit - used));
  return {
    ...budget,
    inputs: left(budget.inputs, spent.inputs),
    conversations: left(budget.conversations, spent.conversations),
    cost: left(budget.cost, spent.cost),
  };
}

function isConsistentOf({ generator }: Report, broken: readonly string[]): boolean {
  const isTroubled = generator.workers.some(
    ({ samplesLost, unreadMaxMs = 0 }) => samplesLost > 0 || unreadMaxMs > VALIDITY_LIMITS.ackDelayMs,
  );
  return broken.length === 0 && !isTroubled;
}

function failuresOf({ findings, recorder }: RunningLoad): Pick<ConductedStep<never>, 'failures' | 'feedEmpty'> {
  const { everything } = recorder.readings();
  const connectsFailed = everything.reasons('connects_failed');
  const noPort = findings.errors.some((error) => error.class === 'other' && error.example.startsWith(NO_FREE_PORT));
  return {
    failures: {
      connectsFailed,
      conversationsFailed: everything.counter('conversations_failed'),
      withoutPort: noPort ? (connectsFailed.other ?? 0) : 0,
    },
    feedEmpty: everything.reasons('conversations_dropped')['feed-empty'] ?? 0,
  };
}
