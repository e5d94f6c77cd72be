import { formatPercent } from '../platform/percent.ts';
import { formatDurationMs } from '../platform/time/duration.ts';
import { testInterval } from './scopes/interval-test.ts';
import type { ThresholdResult } from './threshold-result.ts';
import { advisePower } from './validity/advise-power.ts';
import { invalid, suspect, type ValidityFinding } from './validity/validity-finding.ts';
import type { ValidityFacts } from './validity-facts.ts';
import { VALIDITY_LIMITS } from './validity-limits.ts';

/** The send lag of a run, and the times with which it is compared. */
export type SendLagFacts = Pick<
  ValidityFacts,
  'sendLagP99Us' | 'sendLagMeanUs' | 'medianThinkMs' | 'medianTurnUs' | 'maxInputs'
>;

/**
 * Judges inputs that were sent late (send_lag) by the possible effect of the lag:
 *
 *     send_lag p99 up to max(20 ms, 2 % of the median think time)            no finding
 *     beyond, and without the lag a threshold could have another result      invalid
 *     beyond, and send_lag mean over 5 % of lag + think time + median turn   invalid: the load was not the planned one
 *     beyond, else                                                           suspect
 *     fewer than 100 inputs                                                  suspect at most: the p99 is the maximum
 *
 * `first_output`, `reply` and `turn` are timed from the actual send, so they include no lag; `turn_intended` includes the lag
 * of one input, `conversation` that of all its inputs, and `send_lag` is the lag itself.
 */
export function judgeSendLag(
  facts: SendLagFacts & Pick<ValidityFacts, 'turns' | 'generator'>,
  thresholds: readonly ThresholdResult[],
): ValidityFinding[] {
  if (!isLate(facts)) return [];
  const finding = facts.turns < VALIDITY_LIMITS.sendLagInputs ? suspect : invalid;
  const late = describeLag(facts);
  const advice = advisePower(facts.generator);
  const changed = changedByLag(facts, thresholds);
  const isSlowed = isSlowedByLag(facts);
  if (changed.length === 0 && !isSlowed) return [suspect(`${late}; no threshold result depends on it; ${advice}`)];
  return [
    ...changed.map(({ threshold }) =>
      finding(`${late}; the lag alone could change the result of "${threshold.expression}"; ${advice}`),
    ),
    ...(isSlowed ? [finding(`${describeSlowed(facts)}; ${advice}`)] : []),
  ];
}

/** The thresholds that could have another result if every input had been sent on time. */
export function changedByLag(facts: SendLagFacts, thresholds: readonly ThresholdResult[]): readonly ThresholdResult[] {
  return isLate(facts) ? thresholds.filter((result) => isChanged(result, facts)) : [];
}

/** Whether lag took so much time that the actual load was lower than planned. */
export function isSlowedByLag(facts: SendLagFacts): boolean {
  return isLate(facts) && slowedShare(facts) > VALIDITY_LIMITS.sendLagShareOfCycle;
}

/** A sentence without a full stop. */
export function describeSlowed(facts: SendLagFacts): string {
  const mean = formatDurationMs((facts.sendLagMeanUs ?? 0) / 1000);
  const share = formatPercent(slowedShare(facts));
  return `${describeLag(facts)}, mean ${mean} = ${share} of the time between two inputs of a user: the actual load was lower than planned`;
}

function describeLag(facts: SendLagFacts): string {
  const lag = formatDurationMs((facts.sendLagP99Us ?? 0) / 1000);
  return `inputs were sent late (send_lag p99 ${lag}, limit ${formatDurationMs(limitMs(facts))})`;
}

function isLate(facts: SendLagFacts): boolean {
  return (facts.sendLagP99Us ?? 0) / 1000 > limitMs(facts);
}

function limitMs({ medianThinkMs }: SendLagFacts): number {
  return Math.max(VALIDITY_LIMITS.sendLagMs, VALIDITY_LIMITS.sendLagShareOfThinkTime * medianThinkMs);
}

/** Share of lag in the time from one input of a user to the next, without `pace`, 0 … 1. */
function slowedShare({ sendLagMeanUs = 0, medianThinkMs, medianTurnUs = 0 }: SendLagFacts): number {
  return sendLagMeanUs / Math.max(1, sendLagMeanUs + medianThinkMs * 1000 + medianTurnUs);
}

/** Whether a threshold could have another result if every input had been sent on time. */
function isChanged(
  { threshold, state, actual, lower = actual, windows }: ThresholdResult,
  facts: SendLagFacts,
): boolean {
  const lagUs = maxLagUs(threshold.metric, facts);
  const isDecided = state === 'pass' || state === 'fail';
  if (lagUs === 0 || !isDecided || windows || actual === undefined || lower === undefined) return false;
  const { operator, limit } = threshold;
  return testInterval({ lower: Math.max(0, lower - lagUs), upper: actual }, operator, limit) !== state;
}

/** Maximum lag included in a value of a metric, µs. */
function maxLagUs(metric: string, { sendLagP99Us = 0, sendLagMeanUs = 0, maxInputs = 1 }: SendLagFacts): number {
  if (metric === 'turn_intended' || metric === 'send_lag') return sendLagP99Us;
  const isWhole = metric === 'conversation' || metric === 'conversation_busy';
  return isWhole ? (maxInputs - 1) * sendLagMeanUs + sendLagP99Us : 0;
}
