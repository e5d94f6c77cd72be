import { formatPercent } from '../../platform/percent.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import { testInterval } from '../scopes/interval-test.ts';
import type { ThresholdResult } from '../threshold-result.ts';
import { invalid, suspect, type ValidityFinding } from '../validity/validity-finding.ts';
import type { ValidityFacts } from '../validity-facts.ts';
import { VALIDITY_LIMITS } from '../validity-limits.ts';
import { explainLag } from './explain-lag.ts';

/** The send lag of a run, and the times with which it is compared. */
export type SendLagFacts = Pick<
  ValidityFacts,
  'sendLagP99Us' | 'sendLagMeanUs' | 'medianThinkMs' | 'medianTurnUs' | 'maxInputs' | 'search'
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
 * A step of a capacity search is judged against its objectives, since the search distinguishes loads by a tenth only:
 *
 *     send_lag p99 up to 5 % of the smallest limit on the latency of a turn  tolerated, also above 20 ms, while the mean is
 *                                                                            at most 10 % of lag + think time + median turn
 *     an objective that lag is part of                                       could have another result only if that lag is
 *                                                                            above 5 ms and 5 % of its own limit
 *
 * `first_output`, `reply` and `turn` are timed from the actual send, so they include no lag; `turn_intended` includes the lag
 * of one input, `conversation` that of all its inputs, and `send_lag` is the lag itself.
 */
export function judgeSendLag(
  facts: SendLagFacts & Pick<ValidityFacts, 'turns' | 'generator'>,
  thresholds: readonly ThresholdResult[],
): ValidityFinding[] {
  const [changed, isSlowed] = [changedByLag(facts, thresholds), isSlowedByLag(facts)];
  if (!isLate(facts) && changed.length === 0 && !isSlowed) return [];
  const finding = facts.turns < VALIDITY_LIMITS.sendLagInputs ? suspect : invalid;
  const late = describeLag(facts);
  const why = explainLag(facts.generator);
  if (changed.length === 0 && !isSlowed) return [suspect(`${late}; no threshold result depends on it; ${why}`)];
  return [
    ...changed.map(({ threshold }) =>
      finding(`${late}; the lag alone could change the result of "${threshold.expression}"; ${why}`),
    ),
    ...(isSlowed ? [finding(`${describeSlowed(facts)}; ${why}`)] : []),
  ];
}

/** The thresholds that could have another result if every input had been sent on time. */
export function changedByLag(facts: SendLagFacts, thresholds: readonly ThresholdResult[]): readonly ThresholdResult[] {
  const matters = ({ threshold: { metric, limit } }: ThresholdResult) =>
    facts.search ? maxLagUs(metric, facts) / 1000 > toleratedMs(limit / 1000) : isLate(facts);
  return thresholds.filter((result) => matters(result) && isChanged(result, facts));
}

/** Whether lag took so much time that the actual load was lower than planned. */
export function isSlowedByLag(facts: SendLagFacts): boolean {
  return isLate({ ...facts, search: undefined }) && slowedShare(facts) > maxSlowedShare(facts);
}

/** Lag that the objectives on latencies tolerate still lowers the load, on which objectives on failures depend. */
function maxSlowedShare(facts: SendLagFacts): number {
  const { sendLagShareOfCycle, sendLagShareOfCycleInSearch } = VALIDITY_LIMITS;
  return isLate(facts) ? sendLagShareOfCycle : sendLagShareOfCycleInSearch;
}

/** A sentence without a full stop. */
export function describeSlowed(facts: SendLagFacts): string {
  const mean = formatDurationMs((facts.sendLagMeanUs ?? 0) / 1000);
  const share = formatPercent(slowedShare(facts));
  const cycle = `the time between two inputs of a user (limit ${formatPercent(maxSlowedShare(facts))})`;
  return `${describeLag(facts)}, mean ${mean} = ${share} of ${cycle}: the actual load was lower than planned`;
}

function describeLag(facts: SendLagFacts): string {
  const lag = formatDurationMs((facts.sendLagP99Us ?? 0) / 1000);
  const limit = isLate(facts) ? `, limit ${formatDurationMs(limitMs(facts))}` : '';
  return `inputs were sent late (send_lag p99 ${lag}${limit})`;
}

function isLate(facts: SendLagFacts): boolean {
  return (facts.sendLagP99Us ?? 0) / 1000 > limitMs(facts);
}

function limitMs({ medianThinkMs, search }: SendLagFacts): number {
  const { sendLagMs, sendLagShareOfThinkTime } = VALIDITY_LIMITS;
  const objectiveMs = search?.latencyLimitMs;
  return Math.max(
    sendLagMs,
    sendLagShareOfThinkTime * medianThinkMs,
    objectiveMs === undefined ? 0 : toleratedMs(objectiveMs),
  );
}

/** Lag that cannot change an objective with this limit by more than the accuracy of a search. */
function toleratedMs(objectiveMs: number): number {
  const { sendLagShareOfObjective, sendLagFloorMs } = VALIDITY_LIMITS;
  return Math.max(sendLagFloorMs, sendLagShareOfObjective * objectiveMs);
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
