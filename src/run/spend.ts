import { type LoadProfile, plannedEndMs } from '../load/load-profile.ts';
import { hasArrival } from '../load/pacer.ts';
import type { Readings } from '../measure/readings.ts';
import { every, type Timer } from '../platform/time/timers.ts';
import type { Budget } from '../scenario/scenario.ts';
import type { StopRequests } from './conduct/stop-requests.ts';
import type { RunningLoad } from './running-load.ts';

/** How often a running test is held against its budget: as often as its samples are gathered. */
const LOOK_PERIOD_MS = 100;

/** What a run has used so far of what costs. */
export interface Spent {
  readonly inputs: number;
  /** Billable conversations: each begun 50 inputs of a session. */
  readonly conversations: number;
  /** In the currency of the budget; undefined without a price. */
  readonly cost: number | undefined;
}

export function spentOf(
  { everything: readings }: Readings,
  budget: Pick<Budget, 'costPerConversation'> | undefined,
): Spent {
  const conversations = readings.counter('conversations_billable');
  const price = budget?.costPerConversation;
  return {
    inputs: readings.counter('inputs_sent'),
    conversations,
    cost: price === undefined ? undefined : conversations * price,
  };
}

/**
 * Why a run must begin nothing more, or undefined while it may. A limit that is reached exactly by a plan that wanted no
 * more (`moreToCome`, asked then alone) was kept.
 */
export function whyStop(budget: Budget, spent: Spent, moreToCome: () => boolean): string | undefined {
  const reached = (used: number | undefined, limit: number | undefined): boolean =>
    used !== undefined && limit !== undefined && (used > limit || (used === limit && moreToCome()));
  const parts = [
    reached(spent.inputs, budget.inputs) && `${budget.inputs} inputs`,
    reached(spent.conversations, budget.conversations) && `${budget.conversations} billable conversations`,
    reached(spent.cost, budget.cost) && `a cost of ${budget.cost}`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return undefined;
  return `the budget of ${parts.join(' and ')} is used up; running conversations were allowed to finish, so usage may be slightly higher: see budget in the report`;
}

/** Holds a running test against its budget and stops it, once, when that is spent. Undefined: there is none. */
export function watchBudget(
  plan: {
    readonly scenario: { readonly budget: Budget | undefined };
    readonly load: LoadProfile;
    readonly seed: number;
  },
  test: Pick<RunningLoad, 'recorder' | 'elapsedMs'>,
  requests: Pick<StopRequests, 'spend'>,
): BudgetWatch | undefined {
  const { budget } = plan.scenario;
  return budget && new BudgetWatch(budget, plan, test, requests);
}

export class BudgetWatch {
  private readonly timer: Timer;
  private readonly budget: Budget;
  private readonly plan: { readonly load: LoadProfile; readonly seed: number };
  private readonly test: Pick<RunningLoad, 'recorder' | 'elapsedMs'>;
  private readonly requests: Pick<StopRequests, 'spend'>;
  private stopped = false;

  constructor(
    budget: Budget,
    plan: { readonly load: LoadProfile; readonly seed: number },
    test: Pick<RunningLoad, 'recorder' | 'elapsedMs'>,
    requests: Pick<StopRequests, 'spend'>,
  ) {
    this.budget = budget;
    this.plan = plan;
    this.test = test;
    this.requests = requests;
    this.timer = every(LOOK_PERIOD_MS, () => this.look());
  }

  /** The load has ended: a last look, for what came in since the one before. */
  close(): void {
    this.cancel();
    this.look();
  }

  /** Looks no more. */
  cancel(): void {
    this.timer.cancel();
  }

  private look(): void {
    if (this.stopped) return;
    const readings = this.test.recorder.readings();
    const why = whyStop(this.budget, spentOf(readings, this.budget), () => this.moreToCome(readings));
    if (why === undefined) return;
    this.stopped = true;
    this.requests.spend(why);
  }

  /** Whether further conversations would begin from now on: some wait for a user, or are still to come. */
  private moreToCome({ everything }: Readings): boolean {
    const { load, seed } = this.plan;
    const due = everything.counter('conversations_due');
    const settled = ['conversations_started', 'conversations_dropped', 'conversations_waiting'] as const;
    if (due > settled.reduce((sum, name) => sum + everything.counter(name), 0)) return true;
    if (this.test.elapsedMs() >= plannedEndMs(load)) return false;
    if (load.model === 'open') return hasArrival(load, seed, due);
    return load.conversations === undefined || due < load.conversations;
  }
}
