import { meanInterval, minUpperShare, shareInterval } from '../../compare/ratio-interval.ts';
import type { CapacityStep } from '../../report/capacity/capacity-schema.ts';
import { describeActual } from '../../verdict/describe-result.ts';
import { isHopeless } from '../../verdict/is-hopeless.ts';
import type { ThresholdResult } from '../../verdict/threshold-result.ts';
import { VALIDITY_LIMITS } from '../../verdict/validity-limits.ts';
import type { Objective } from '../objective.ts';
import type { TallyReading } from './objective-tally.ts';

export interface JudgedObjective {
  readonly facts: CapacityStep['objectives'][number];
  /** Open, but without evidence against it: too few turns for a proof, or turns in flight that may still decide. */
  readonly isClear: boolean;
  /** Even the turns of the longest step could not prove it. */
  readonly isOutOfReach: boolean;
  /** Open only because the load generator measured too imprecisely. */
  readonly isCoarse: boolean;
}

export interface ObjectiveTerms {
  /** Minimum number of turns for "clear". */
  readonly minTurns: number;
  /** Maximum duration of the step, as a multiple of the time so far. */
  readonly furtherTimes: number;
}

/** Minimum number of misses for "bad"; fewer may be chance. */
export const MIN_MISSES = 5;

/**
 * Judges an objective at a check; `result`: the same as a threshold on all that was measured. Good needs proof:
 *
 *     good    the interval meets the limit, and so does the value of all turns with the worst case of those in flight
 *     bad     the interval misses the limit, with at least five misses
 *     open    else; clear without evidence against it
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

/** Wide bounds around the limit leave it open, however many turns there are. */
function orCoarse(judged: JudgedObjective, { state, actual, lower }: ThresholdResult): JudgedObjective {
  if (state !== 'inconclusive' || actual === undefined || lower === undefined) return judged;
  const isWide = (actual - lower) / actual > VALIDITY_LIMITS.wideBounds;
  return isWide && judged.facts.state === 'inconclusive' ? { ...judged, isCoarse: true } : judged;
}

type Words = Pick<JudgedObjective['facts'], 'expression' | 'actual'>;

/** An objective that is met may still be missed by a turn that hangs. */
function judgePlain({ stalled }: TallyReading, result: ThresholdResult, words: Words): JudgedObjective {
  const passes = result.state === 'pass';
  const state = passes && stalled === 0 ? 'good' : isHopeless(result, 0) ? 'bad' : 'inconclusive';
  const isClear = passes && state === 'inconclusive' && stalled <= 1;
  return { facts: { ...words, state }, isClear, isOutOfReach: false, isCoarse: result.state === 'inconclusive' };
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
  const state = isMet && worst.sum / worst.of < limit ? 'good' : enough && low.lower > limit ? 'bad' : 'inconclusive';
  const looksGood = isMet || (!enough && high.of >= minTurns && high.value < limit);
  return {
    facts: { ...words, state },
    isClear: state === 'inconclusive' && looksGood && fewStalled(stalled, 0, worst.of),
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
  const state = isMet && worst.sum / worst.of < allowed ? 'good' : isBad ? 'bad' : 'inconclusive';
  const misses = { count: high.sum, of: high.of, lower: low.lower, upper: high.upper, allowed, inFlight: unknown };
  const proves = (of: number) => minUpperShare(of, upper.length) < allowed;
  const few = !proves(high.of);
  const looksGood =
    few && (high.of === 0 ? isImplied === true : high.of >= (isImplied ? 1 : minTurns) && high.value < allowed);
  return {
    facts: { ...words, state, misses },
    isClear: state === 'inconclusive' && (isMet || looksGood) && fewStalled(stalled, allowed, worst.of),
    isOutOfReach: few && !proves(high.of * furtherTimes),
    isCoarse: state === 'inconclusive' && !isMet && low.upper < allowed,
  };
}

/** A single turn longer than all others may be chance. */
function fewStalled(stalled: number, allowed: number, of: number): boolean {
  return stalled <= Math.max(1, allowed * of);
}
