import { isCounter } from './metric-kind.ts';
import type { ThresholdResult } from './threshold-result.ts';

/**
 * Whether the rest of the run can no longer let a threshold pass:
 *
 *     a count            only grows: hopeless once it exceeds an upper limit; it may still reach a lower one
 *     goodput            hopeless if it misses a lower limit even when all `runningConversations` succeed
 *     everything else    as measured so far; `after` leaves it enough time for that
 */
export function isHopeless(result: ThresholdResult, runningConversations: number): boolean {
  const { state, threshold, actual = 0, samples } = result;
  if (state !== 'fail') return false;
  const { metric, statistic, operator, limit } = threshold;
  if (isCounter(metric) || statistic.kind === 'count') return isAbove(operator, actual, limit);
  if (metric !== 'goodput' || operator.startsWith('<')) return true;
  // The samples of goodput are the seconds it was measured in.
  const atMost = actual + runningConversations / samples;
  return operator.startsWith('>') && atMost < limit;
}

function isAbove(operator: ThresholdResult['threshold']['operator'], count: number, limit: number): boolean {
  return operator.startsWith('<') || (operator === '==' && count > limit);
}
