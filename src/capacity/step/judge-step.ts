import { countedBy } from '../../measure/counted-by.ts';
import { groupThousands } from '../../platform/group-thousands.ts';
import type { CapacityStep, StepOutcome } from '../../report/capacity/capacity-schema.ts';
import type { ThresholdResult } from '../../verdict/threshold-result.ts';
import type { Condition } from './condition.ts';
import { judgeGrowth } from './growth.ts';
import { type JudgedObjective, judgeObjective, MIN_MISSES } from './judge-objective.ts';
import type { StepEvidence } from './step-watch.ts';

/** How long a step may take, and whether it may end without a proof. */
export interface StepRules {
  readonly minMs: number;
  readonly maxMs: number;
  readonly mustProve: boolean;
}

export interface Judgement {
  readonly outcome: Exclude<StepOutcome, 'stopped'> | 'open';
  /** Sentences without a full stop. */
  readonly why: readonly string[];
  /** Something grows; if it does so again at the next check, the step has failed. */
  readonly rises: boolean;
  readonly objectives: readonly JudgedObjective['facts'][];
}

/** Minimum number of turns, unless there is no time for more. */
const MIN_TURNS = 5;
/** Maximum share of arrivals without a free user. */
const MAX_SHORTAGE = 0.01;

/**
 * Judges a step at a check. `plain`: each objective as a threshold on all that was measured; `roseBefore`: whether something
 * grew at the check before. Conditions are the objectives, growth, and free users for all arrivals:
 *
 *     steady time   conditions               outcome
 *     below min     any                      open
 *     from min on   one bad                  failed
 *                   all good                 held
 *                   all good or clear        unproven (where it must prove: at max, or as soon as no more time can prove it)
 *                   else                     open; at max at-the-limit, or invalid where only the generator was too coarse
 */
export function judgeStep(
  evidence: StepEvidence,
  plain: readonly ThresholdResult[],
  rules: StepRules,
  roseBefore: boolean,
): Judgement {
  const isOver = evidence.steadyMs >= rules.maxMs;
  const terms = { minTurns: isOver ? 1 : MIN_TURNS, furtherTimes: Math.max(1, rules.maxMs / evidence.steadyMs) };
  const judged = evidence.objectives.map((each, index) => judgeObjective(each.objective, each, plain[index]!, terms));
  const growth = judgeGrowth(evidence, roseBefore);
  const conditions = [...judged.map(conditionOf), judgeShortage(evidence), growth.condition];
  const common = { rises: growth.rises, objectives: judged.map(({ facts }) => facts) };
  const decided = evidence.steadyMs < rules.minMs ? OPEN : decide(conditions, isOver, rules.mustProve);
  return { ...decided, ...common };
}

const OPEN = { outcome: 'open', why: [] } as const;

function decide(
  conditions: readonly Condition[],
  isOver: boolean,
  mustProve: boolean,
): Pick<Judgement, 'outcome' | 'why'> {
  const those = (...states: readonly Condition['state'][]) => conditions.filter(({ state }) => states.includes(state));
  const [bad, open, clear] = [those('bad'), those('open'), those('clear')];
  if (bad.length > 0) return { outcome: 'failed', why: bad.map(({ why }) => why) };
  if (open.length === 0 && clear.length === 0) return { outcome: 'held', why: [] };
  const canBeProven = !clear.some(({ isOutOfReach }) => isOutOfReach);
  if (open.length === 0 && (isOver || !mustProve || !canBeProven))
    return { outcome: 'unproven', why: clear.map(({ why }) => why) };
  if (!isOver) return OPEN;
  const isCoarse = open.every((condition) => condition.isCoarse);
  return { outcome: isCoarse ? 'invalid' : 'at-the-limit', why: open.map(({ why }) => why) };
}

function conditionOf({ facts, isClear, isCoarse, isOutOfReach }: JudgedObjective): Condition {
  if (facts.state === 'good') return { state: 'good', why: '' };
  if (facts.state === 'bad') return { state: 'bad', why: describeMiss(facts) };
  if (isClear) return { state: 'clear', why: describeUnproven(facts), isOutOfReach };
  return { state: 'open', why: isCoarse ? describeCoarse(facts) : describeOpen(facts), isCoarse };
}

export const SHORT_OF_USERS = 'conversations found no free user';

/** The load was not reached: even the number of users that a slow bot keeps busy was not enough. */
function judgeShortage({ due, withoutUser }: StepEvidence): Condition {
  if (withoutUser === 0 || withoutUser / due <= MAX_SHORTAGE) return { state: 'good', why: '' };
  const why = `${groupThousands(withoutUser)} of ${groupThousands(due)} ${SHORT_OF_USERS}, so the load was not reached (raise --max-vus)`;
  return { state: withoutUser < MIN_MISSES ? 'clear' : 'bad', why };
}

type Facts = CapacityStep['objectives'][number];

function describeMiss({ expression, actual, misses }: Facts): string {
  const share = misses ? `; ${groupThousands(misses.count)} of ${groupThousands(misses.of)} missed it` : '';
  return actual === 'no data' ? `${expression}${share}` : `${expression}: ${actual}${share}`;
}

function describeOpen(facts: Facts): string {
  const { expression, misses } = facts;
  if (misses?.of === 0) return `${expression}: no completed ${countedBy(expression)} to judge`;
  if (!misses) return `${describeMiss(facts)}, inconclusive`;
  const { lower, upper, allowed, inFlight = 0 } = misses;
  const more = inFlight > 0 ? `; ${groupThousands(inFlight)} more in flight` : '';
  const interval = `95 % interval ${percent(lower)} to ${percent(upper)} %, ${percent(allowed)} % allowed`;
  return `${describeMiss(facts)} (${interval}${more})`;
}

function describeCoarse({ expression, actual }: Facts): string {
  return `the load generator measured too coarsely to decide ${expression} (${actual})`;
}

function describeUnproven({ expression, misses }: Facts): string {
  const things = countedBy(expression);
  if (!misses) return `not enough ${things} to show that ${expression} holds`;
  const { count, of, upper, allowed, inFlight = 0 } = misses;
  if (upper < allowed) return `turns in flight (${groupThousands(inFlight)}) leave ${expression} inconclusive`;
  const missed = things === 'conversations' ? 'failed' : 'missed it';
  return `not enough ${things} to show that ${expression} holds (${groupThousands(of)}, ${groupThousands(count)} ${missed})`;
}

/** The number without its unit. */
function percent(share: number): number {
  const value = share * 100;
  return Number(value.toFixed(value < 10 ? 1 : 0));
}
