import type { ObservedRun, RunObserver } from '../live/run-observer.ts';
import { conversationsOfSegment } from '../load/conversation-number.ts';
import { type LoadProfile, plannedEndMs } from '../load/load-profile.ts';
import { hasMoreArrivals } from '../load/pacer.ts';
import type { Segment } from '../load/segment.ts';
import type { Readings } from '../measure/readings.ts';
import { counted, groupThousands } from '../platform/group-thousands.ts';
import type { Budget } from '../scenario/scenario.ts';
import type { StopRequests } from './conduct/stop-requests.ts';

type Spending = Pick<ObservedRun, 'recorder' | 'elapsedMs'>;

/** Billed use of a run so far. */
export interface Spent {
  readonly inputs: number;
  /** Billable conversations: one per 50 inputs of a session, rounded up. */
  readonly conversations: number;
  /** Cost in the currency of the budget; undefined without a price. */
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
 * The reason to start no more conversations; undefined if there is none. A limit that is reached exactly at the end of the
 * plan was kept (`moreToCome` is called only then).
 */
export function whyStop(budget: Budget, spent: Spent, moreToCome: () => boolean): string | undefined {
  const reached = (used: number | undefined, limit: number | undefined): boolean =>
    used !== undefined && limit !== undefined && (used > limit || (used === limit && moreToCome()));
  const parts = [
    reached(spent.inputs, budget.inputs) && counted(budget.inputs ?? 0, 'input'),
    reached(spent.conversations, budget.conversations) && counted(budget.conversations ?? 0, 'billable conversation'),
    reached(spent.cost, budget.cost) && `a cost of ${groupThousands(budget.cost ?? 0)}`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return undefined;
  return `the budget of ${parts.join(' and ')} is used up; running conversations were allowed to finish, so usage may be slightly higher: see budget in the report`;
}

/** The limits of a share of a run: no shard knows what the others use, so each has its part. */
export function shareOfBudget(
  budget: Budget,
  { index, count }: { readonly index: number; readonly count: number },
): Budget {
  const whole = (limit: number | undefined) =>
    limit === undefined ? undefined : Math.floor(limit / count) + (index < limit % count ? 1 : 0);
  return {
    ...budget,
    inputs: whole(budget.inputs),
    conversations: whole(budget.conversations),
    cost: budget.cost === undefined ? undefined : budget.cost / count,
  };
}

/** The load of this process: all of it, or only a share. */
export interface PlannedShare {
  readonly load: LoadProfile;
  readonly seed: number;
  /** Default: the whole load. */
  readonly share?: Segment | undefined;
}

const WHOLE: Segment = { index: 0, count: 1 };

/** Holds a run against its budget and stops it, once, when that is used up. */
export class BudgetWatch implements RunObserver {
  /** How often it is checked: as often as samples are gathered. */
  readonly tickMs = 100;
  private readonly budget: Budget;
  private readonly plan: PlannedShare;
  private readonly requests: Pick<StopRequests, 'spend'>;
  private run: Spending | undefined;
  private stopped = false;

  constructor(budget: Budget, plan: PlannedShare, requests: Pick<StopRequests, 'spend'>) {
    this.budget = budget;
    this.plan = plan;
    this.requests = requests;
  }

  begin(run: Spending): void {
    this.run = run;
  }

  tick(): void {
    this.look();
  }

  /** A last look, for what came in since the one before. */
  end(): void {
    this.look();
  }

  private look(): void {
    const { run } = this;
    if (this.stopped || !run) return;
    const readings = run.recorder.readings();
    const why = whyStop(this.budget, spentOf(readings, this.budget), () => this.moreToCome(readings, run));
    if (why === undefined) return;
    this.stopped = true;
    this.requests.spend(why);
  }

  /** Whether further conversations of this share would begin from now on: some wait for a user, or are still to come. */
  private moreToCome({ everything }: Readings, run: Spending): boolean {
    const { load, seed, share = WHOLE } = this.plan;
    const due = everything.counter('conversations_due');
    const settled = ['conversations_started', 'conversations_dropped', 'conversations_waiting'] as const;
    if (due > settled.reduce((sum, name) => sum + everything.counter(name), 0)) return true;
    if (run.elapsedMs() >= plannedEndMs(load)) return false;
    if (load.model === 'open') return hasMoreArrivals(load, seed, share, due);
    return due < conversationsOfSegment(load, share);
  }
}
