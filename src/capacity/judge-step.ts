import { leastUpperShare, meanInterval, shareInterval } from '../compare/ratio-interval.ts';
import { formatDurationMs } from '../platform/duration.ts';
import type { CapacityStep, StepOutcome } from '../report/capacity/capacity-schema.ts';
import { describeActual } from '../verdict/describe-result.ts';
import { isHopeless } from '../verdict/is-hopeless.ts';
import type { ThresholdResult } from '../verdict/threshold-result.ts';
import type { Objective } from './objective.ts';
import { riseOf } from './rising.ts';
import type { StepEvidence } from './step-watch.ts';
import type { EdgeBatches } from './time-sums.ts';

/** How long a step may take, and whether it may end before it has proven anything. */
export interface StepRules {
  readonly minMs: number;
  readonly maxMs: number;
  readonly mustProve: boolean;
}

export interface Judgement {
  readonly outcome: Exclude<StepOutcome, 'invalid' | 'stopped'> | 'open';
  /** Sentences without a full stop. */
  readonly why: readonly string[];
  /** Something grows; once more at the next look, and the step has failed. */
  readonly rises: boolean;
  readonly objectives: readonly JudgedObjective[];
}

export interface JudgedObjective {
  readonly facts: CapacityStep['objectives'][number];
  /** Met so far, and so few turns that even without a miss they would prove nothing. */
  readonly isClear: boolean;
}

/** A miss or two may happen to anyone; fewer prove nothing against an endpoint. */
const LEAST_MISSES = 5;
/** Of fewer turns it cannot even be said that they look good, unless there is no time for more. */
const LEAST_TURNS = 5;
/** Arrivals without a user, of all of them. */
const LEAST_SHORTAGE = 0.01;
/** Fewer turns in flight are only those of the moment. */
const LEAST_IN_FLIGHT = 2;

/**
 * A step as it stands at a look. `plain`: each objective as a threshold on all that was measured; `roseBefore`: what the look
 * before said of growing.
 *
 *     steady time   objectives          growing           outcome
 *     below min     any                 any               open
 *     from min on   one bad             any               failed; so where users were missing for the arrivals
 *                   any                 twice in a row    failed
 *                   all good            no                held
 *                   all good or clear   no                unproven (where it need not prove anything: at once, else at max)
 *                   else                else              open, at max at-the-limit
 */
export function judgeStep(
  evidence: StepEvidence,
  plain: readonly ThresholdResult[],
  rules: StepRules,
  roseBefore: boolean,
): Judgement {
  const { steadyMs } = evidence;
  const isOver = steadyMs >= rules.maxMs;
  const objectives = evidence.objectives.map(({ objective, batches }, index) =>
    judgeObjective(objective, batches, plain[index]!, isOver ? 1 : LEAST_TURNS),
  );
  const rise = describeRise(evidence);
  const judged = { rises: rise !== undefined, objectives };
  if (steadyMs < rules.minMs) return { outcome: 'open', why: [], ...judged };
  const missed = objectives.filter(({ facts }) => facts.state === 'bad').map(({ facts }) => describeMiss(facts));
  const bad = [...missed, ...describeShortage(evidence)];
  if (bad.length > 0) return { outcome: 'failed', why: bad, ...judged };
  if (rise !== undefined && roseBefore) return { outcome: 'failed', why: [rise], ...judged };
  const good = objectives.every(({ facts }) => facts.state === 'good');
  if (good && rise === undefined) return { outcome: 'held', why: [], ...judged };
  const clear = objectives.every(({ facts, isClear }) => facts.state === 'good' || isClear);
  if (clear && rise === undefined && (isOver || !rules.mustProve))
    return { outcome: 'unproven', why: [describeFew(objectives)], ...judged };
  if (!isOver) return { outcome: 'open', why: [], ...judged };
  const open = objectives.filter(({ facts }) => facts.state === 'open').map(({ facts }) => describeOpen(facts));
  return { outcome: 'at-the-limit', why: rise === undefined ? open : [rise], ...judged };
}

function judgeObjective(
  objective: Objective,
  batches: EdgeBatches,
  result: ThresholdResult,
  leastTurns: number,
): JudgedObjective {
  const facts = { expression: result.threshold.expression, actual: describeActual(result) };
  switch (objective.kind) {
    case 'plain': {
      const bad = isHopeless(result, 0);
      return { facts: { ...facts, state: result.state === 'pass' ? 'good' : bad ? 'bad' : 'open' }, isClear: false };
    }
    case 'mean':
      return judgeMean(objective.threshold.limit, batches, facts, leastTurns);
    case 'misses':
      return judgeMisses(objective.allowed, batches, facts, leastTurns);
    case 'guard': {
      const judged = judgeMisses(objective.allowed, batches, facts, leastTurns);
      return judged.facts.state === 'bad' ? judged : { facts: { ...judged.facts, state: 'good' }, isClear: false };
    }
  }
}

type Words = Pick<JudgedObjective['facts'], 'expression' | 'actual'>;

function judgeMean(limit: number, { upper, lower }: EdgeBatches, facts: Words, leastTurns: number): JudgedObjective {
  const [high, low] = [meanInterval(upper), meanInterval(lower)];
  const enough = high.of >= 2 * upper.length;
  const state = enough && high.upper < limit ? 'good' : enough && low.lower > limit ? 'bad' : 'open';
  return { facts: { ...facts, state }, isClear: !enough && high.of >= leastTurns && high.value < limit };
}

function judgeMisses(
  allowed: number,
  { upper, lower }: EdgeBatches,
  facts: Words,
  leastTurns: number,
): JudgedObjective {
  const [high, low] = [shareInterval(upper), shareInterval(lower)];
  const isBad = low.lower > allowed && low.sum >= LEAST_MISSES;
  const state = high.upper < allowed ? 'good' : isBad ? 'bad' : 'open';
  const misses = { count: high.sum, of: high.of, lower: low.lower, upper: high.upper, allowed };
  const proves = leastUpperShare(high.of, upper.length) < allowed;
  const looksGood = high.of >= leastTurns && high.value < allowed;
  return { facts: { ...facts, state, misses }, isClear: state === 'open' && !proves && looksGood };
}

function describeRise({ latency, inFlight, steadyMs }: StepEvidence): string | undefined {
  const halves = `in the second half of ${formatDurationMs(steadyMs)}`;
  const flying = inFlight.reduce((sum, batch) => sum + batch.sum, 0) / inFlight.reduce((sum, { of }) => sum + of, 0);
  const more = flying >= LEAST_IN_FLIGHT ? riseOf(inFlight) : undefined;
  if (more !== undefined) return `turns in flight keep growing: ${percent(more)} more ${halves}`;
  const slower = riseOf(latency);
  return slower === undefined ? undefined : `turns keep getting slower: by ${percent(slower)} ${halves}`;
}

export const SHORT_OF_USERS = 'conversations found no free user';

/** Then it is not the load that it is said to be: as many users as a slow bot keeps busy were not enough. */
function describeShortage({ due, withoutUser }: StepEvidence): string[] {
  if (withoutUser < LEAST_MISSES || withoutUser / due <= LEAST_SHORTAGE) return [];
  return [`${withoutUser} of ${due} ${SHORT_OF_USERS}, so the load was not reached (--max-vus allows for more)`];
}

function describeMiss({ expression, actual, misses }: JudgedObjective['facts']): string {
  const share = misses ? `; ${misses.count} of ${misses.of} missed it` : '';
  return actual === 'no data' ? `${expression}${share}` : `${expression}: ${actual}${share}`;
}

function describeOpen(facts: JudgedObjective['facts']): string {
  const { misses } = facts;
  if (misses?.of === 0) return `${facts.expression}: nothing ended in time that could be judged`;
  if (!misses) return `${describeMiss(facts)}, which decides nothing`;
  const range = `${percent(misses.lower)} to ${percent(misses.upper)}`;
  return `${describeMiss(facts)}, so ${range} do, which leaves open whether it is under ${percent(misses.allowed)}`;
}

function describeFew(objectives: readonly JudgedObjective[]): string {
  const few = objectives.filter(({ facts }) => facts.state !== 'good').map(({ facts }) => facts);
  return few
    .map(
      ({ expression, misses }) => `${misses?.of ?? 'so few'} ${whatOf(expression)} are too few to prove ${expression}`,
    )
    .join('; ');
}

function whatOf(expression: string): string {
  return expression.startsWith('conversation') ? 'conversations' : 'turns';
}

function percent(share: number): string {
  const value = share * 100;
  return `${Number(value.toFixed(value < 10 ? 1 : 0))} %`;
}
