import { leastUpperShare, meanInterval, shareInterval } from '../../compare/ratio-interval.ts';
import type { CapacityStep } from '../../report/capacity/capacity-schema.ts';
import { describeActual } from '../../verdict/describe-result.ts';
import { isHopeless } from '../../verdict/is-hopeless.ts';
import type { ThresholdResult } from '../../verdict/threshold-result.ts';
import { VALIDITY_LIMITS } from '../../verdict/validity-limits.ts';
import type { Objective } from '../objective.ts';
import type { TallyReading } from './objective-tally.ts';

export interface JudgedObjective {
  readonly facts: CapacityStep['objectives'][number];
  /** Open, but nothing speaks against it: too few turns to prove anything, or turns under way that may yet decide. */
  readonly isClear: boolean;
  /** Not even as many turns until the end of the longest step would prove it. */
  readonly isOutOfReach: boolean;
  /** Open only because the load generator could not measure more exactly. */
  readonly isCoarse: boolean;
}

export interface ObjectiveTerms {
  /** Of fewer turns it cannot be said that nothing speaks against it. */
  readonly minTurns: number;
  /** How many times as long as now the step may last. */
  readonly furtherTimes: number;
}

/** A miss or two may happen to anyone; fewer prove nothing against an endpoint. */
export const MIN_MISSES = 5;

/**
 * An objective as it stands at a look; `result`: as a threshold on all that was measured. Only what is shown is good:
 *
 *     good    its interval is on the good side, and so is the value of all turns with the worst of what is under way
 *     bad     its interval is on the bad side, with five misses at least
 *     open    else; clear where nothing speaks against it
 */
export function judgeObjective(
  objective: Objective,
  reading: TallyReading,
  result: ThresholdResult,
  terms: ObjectiveTerms,
): JudgedObjective {
  const words = { expression: result.threshold.expression, actual: describeActual(result) };
  switch (objective.kind) {
    case 'plain':
      return judgePlain(reading, result, words);
    case 'mean':
      return orCoarse(judgeMean(objective.threshold.limit, reading, words, terms), result);
    case 'misses':
      return orCoarse(judgeMisses(objective, reading, words, terms), result);
  }
}

/** Bounds that hold the limit and are wide leave it open by themselves, however many turns there are. */
function orCoarse(judged: JudgedObjective, { state, actual, lower }: ThresholdResult): JudgedObjective {
  if (state !== 'undecided' || actual === undefined || lower === undefined) return judged;
  const isWide = (actual - lower) / actual > VALIDITY_LIMITS.wideBounds;
  return isWide && judged.facts.state === 'open' ? { ...judged, isCoarse: true } : judged;
}

type Words = Pick<JudgedObjective['facts'], 'expression' | 'actual'>;

/** What has passed may yet be missed by a turn that hangs. */
function judgePlain({ stalled }: TallyReading, result: ThresholdResult, words: Words): JudgedObjective {
  const passes = result.state === 'pass';
  const state = passes && stalled === 0 ? 'good' : isHopeless(result, 0) ? 'bad' : 'open';
  const isClear = passes && state === 'open' && stalled <= 1;
  return { facts: { ...words, state }, isClear, isOutOfReach: false, isCoarse: result.state === 'undecided' };
}

function judgeMean(
  limit: number,
  { batches: { upper, lower }, worst, stalled }: TallyReading,
  words: Words,
  { minTurns }: ObjectiveTerms,
): JudgedObjective {
  const [high, low] = [meanInterval(upper), meanInterval(lower)];
  const enough = high.of >= 2 * upper.length;
  const isMet = enough && high.upper < limit;
  const state = isMet && worst.sum / worst.of < limit ? 'good' : enough && low.lower > limit ? 'bad' : 'open';
  const looksGood = isMet || (!enough && high.of >= minTurns && high.value < limit);
  return {
    facts: { ...words, state },
    isClear: state === 'open' && looksGood && fewStalled(stalled, 0, worst.of),
    isOutOfReach: false,
    isCoarse: enough && !isMet && low.upper < limit,
  };
}

function judgeMisses(
  { allowed, isImplied }: Extract<Objective, { kind: 'misses' }>,
  { batches: { upper, lower }, worst, unknown, stalled }: TallyReading,
  words: Words,
  { minTurns, furtherTimes }: ObjectiveTerms,
): JudgedObjective {
  const [high, low] = [shareInterval(upper), shareInterval(lower)];
  const isMet = high.upper < allowed;
  const isBad = low.lower > allowed && low.sum >= MIN_MISSES;
  const state = isMet && worst.sum / worst.of < allowed ? 'good' : isBad ? 'bad' : 'open';
  const misses = { count: high.sum, of: high.of, lower: low.lower, upper: high.upper, allowed, underWay: unknown };
  const proves = (of: number) => leastUpperShare(of, upper.length) < allowed;
  const few = !proves(high.of);
  const looksGood =
    few && (high.of === 0 ? isImplied === true : high.of >= (isImplied ? 1 : minTurns) && high.value < allowed);
  return {
    facts: { ...words, state, misses },
    isClear: state === 'open' && (isMet || looksGood) && fewStalled(stalled, allowed, worst.of),
    isOutOfReach: few && !proves(high.of * furtherTimes),
    isCoarse: state === 'open' && !isMet && low.upper < allowed,
  };
}

/** One turn that lasts longer than all before is chance. */
function fewStalled(stalled: number, allowed: number, of: number): boolean {
  return stalled <= Math.max(1, allowed * of);
}
