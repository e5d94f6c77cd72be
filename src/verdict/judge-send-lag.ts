import { formatDurationMs } from '../platform/duration.ts';
import { advisePower } from './advise-power.ts';
import { testInterval } from './interval-test.ts';
import type { ThresholdResult } from './threshold-result.ts';
import type { ValidityFacts } from './validity-facts.ts';
import { invalid, percent, suspect, type ValidityFinding } from './validity-finding.ts';
import { VALIDITY_LIMITS } from './validity-limits.ts';

type LagFacts = Pick<
  ValidityFacts,
  'sendLagP99Us' | 'sendLagMeanUs' | 'medianThinkMs' | 'medianTurnUs' | 'maxInputs' | 'turns' | 'generator'
>;

/**
 * Inputs that went out late (send_lag). What they can change decides:
 *
 *     send_lag p99 up to max(20 ms, 2 % of the median think time)            nothing to say
 *     beyond, and without the lag a threshold would come out otherwise       invalid
 *     beyond, and send_lag mean over 5 % of lag + think time + median turn   invalid: the load was not the planned one
 *     beyond, else                                                           suspect
 *     fewer than 100 inputs                                                  suspect at most: the p99 is the latest of all
 *
 * `first_output`, `reply` and `turn` are timed from the actual send, so lag adds nothing to them; `turn_intended` holds the
 * lag of one input, `conversation` that of all its inputs, and `send_lag` is nothing else.
 */
export function judgeSendLag(facts: LagFacts, thresholds: readonly ThresholdResult[]): ValidityFinding[] {
  const { sendLagP99Us = 0, sendLagMeanUs = 0, medianThinkMs, turns, generator } = facts;
  const limitMs = Math.max(VALIDITY_LIMITS.sendLagMs, VALIDITY_LIMITS.sendLagShareOfThinkTime * medianThinkMs);
  if (sendLagP99Us / 1000 <= limitMs) return [];
  const late = `inputs went out late (send_lag p99 ${formatDurationMs(sendLagP99Us / 1000)}, limit ${formatDurationMs(limitMs)})`;
  const finding = turns < VALIDITY_LIMITS.sendLagInputs ? suspect : invalid;
  const advice = advisePower(generator);
  const changed = thresholds.filter((result) => isChanged(result, facts));
  const slowed = slowedShare(facts);
  const isSlowed = slowed > VALIDITY_LIMITS.sendLagShareOfCycle;
  if (changed.length === 0 && !isSlowed) return [suspect(`${late}, which changes no threshold; ${advice}`)];
  const mean = formatDurationMs(sendLagMeanUs / 1000);
  const less = `on average by ${mean}, ${percent(slowed)} of the time between two inputs of a user, so the load was less than planned`;
  return [
    ...changed.map(({ threshold }) => finding(`${late}, which decides "${threshold.expression}"; ${advice}`)),
    ...(isSlowed ? [finding(`${late}, ${less}; ${advice}`)] : []),
  ];
}

/** Of the time from one input of a user to the next, without `pace`: how much of it was lag. 0 … 1 */
function slowedShare({ sendLagMeanUs = 0, medianThinkMs, medianTurnUs = 0 }: LagFacts): number {
  return sendLagMeanUs / Math.max(1, sendLagMeanUs + medianThinkMs * 1000 + medianTurnUs);
}

/** Whether the outcome of a threshold could be another one had every input gone out in time. */
function isChanged({ threshold, state, actual, lower = actual, windows }: ThresholdResult, facts: LagFacts): boolean {
  const lagUs = lagWithin(threshold.metric, facts);
  const isDecided = state === 'pass' || state === 'fail';
  if (lagUs === 0 || !isDecided || windows || actual === undefined || lower === undefined) return false;
  const { operator, limit } = threshold;
  return testInterval({ lower: Math.max(0, lower - lagUs), upper: actual }, operator, limit) !== state;
}

/** How much lag a value of a metric may hold, µs. */
function lagWithin(metric: string, { sendLagP99Us = 0, sendLagMeanUs = 0, maxInputs = 1 }: LagFacts): number {
  if (metric === 'turn_intended' || metric === 'send_lag') return sendLagP99Us;
  const isWhole = metric === 'conversation' || metric === 'conversation_busy';
  return isWhole ? (maxInputs - 1) * sendLagMeanUs + sendLagP99Us : 0;
}
