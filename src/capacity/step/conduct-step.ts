import { NO_FREE_PORT } from '../../endpoint/network-failure.ts';
import { checkIdPrefix } from '../../endpoint/session-identity.ts';
import { shapeOf } from '../../engine/run-shape.ts';
import type { ObservedRun } from '../../live/run-observer.ts';
import { brokenInvariants } from '../../measure/invariants.ts';
import type { Readings } from '../../measure/readings.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import type { Report } from '../../report/report.ts';
import { NEVER_STOP } from '../../run/resolve-stop-on.ts';
import { spentOf } from '../../run/spend.ts';
import { plannedUse } from '../../scenario/plan/planned-use.ts';
import type { Budget } from '../../scenario/scenario.ts';
import { VALIDITY_LIMITS } from '../../verdict/validity-limits.ts';
import type { CapacityPlan } from '../capacity-plan.ts';
import type { FailedLoad } from '../limiter.ts';
import type { LoadGenerator, StepView } from '../load-generator.ts';
import { searchScale } from '../objective.ts';
import { longestLengthMs, stepLoad } from '../step-load.ts';

export interface StepDeps {
  readonly system: SystemDeps;
  readonly generator: LoadGenerator;
  /** Folder of the search; each step has its own folder in it. */
  readonly folder: string;
  /** Called every second during a step. */
  readonly onTick: (test: ObservedRun) => void;
}

export interface StepOrder {
  /** Part of the names of its sessions and its folder. */
  readonly name: string;
  readonly id: string;
  readonly load: number;
  /** The remaining budget. */
  readonly budget: Budget | undefined;
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
 * @throws KnownError (112) if the load generator cannot carry the load.
 */
export async function conductStep<Decision>(
  order: StepOrder,
  { run, terms, objectives }: CapacityPlan,
  { generator, folder, onTick }: StepDeps,
  decide: (view: StepView) => Decision | undefined,
): Promise<ConductedStep<Decision>> {
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
    search: searchScale(objectives),
  };
  let decision: Decision | undefined;
  const { readings, ...conducted } = await generator.conduct({
    plan,
    terms: {
      objectives,
      times: { fromMs: terms.warmUpMs, longestConversationMs: longestLengthMs(terms.conversations) },
    },
    folder,
    look: (view) => {
      decision ??= decide(view);
      return decision !== undefined;
    },
    observers: [{ tick: onTick }],
  });
  const { report } = conducted;
  const isConsistent = isConsistentOf(report, brokenInvariants(readings, shapeOf(scenario, run.targets)));
  return {
    ...conducted,
    decision,
    isConsistent,
    budget: restOf(order.budget, readings),
    ...failuresOf(report, readings),
  };
}

/** The budget of later steps; 0 for a limit that is used up. */
function restOf(budget: Budget | undefined, readings: Readings): Budget | undefined {
  if (!budget) return undefined;
  const spent = spentOf(readings, budget);
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

function failuresOf(
  { errors }: Report,
  { everything }: Readings,
): Pick<ConductedStep<never>, 'failures' | 'feedEmpty'> {
  const connectsFailed = everything.reasons('connects_failed');
  const noPort = errors.some((error) => error.class === 'other' && error.example.startsWith(NO_FREE_PORT));
  return {
    failures: {
      connectsFailed,
      conversationsFailed: everything.counter('conversations_failed'),
      withoutPort: noPort ? (connectsFailed.other ?? 0) : 0,
    },
    feedEmpty: everything.reasons('conversations_dropped')['feed-empty'] ?? 0,
  };
}
