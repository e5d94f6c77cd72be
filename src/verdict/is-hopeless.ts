import { isCounter } from './metric-kind.ts';
import type { ThresholdResult } from './threshold-result.ts';

/**
 * Whether a threshold can no longer pass in the rest of the run:
 *
 *     a count            only grows: hopeless if it exceeds an upper limit; it may still reach a lower limit
 *     goodput            hopeless if it misses a lower limit even when all `runningConversations` succeed
 *     everything else    hopeless if it fails now; `after` gives it time to become stable
 */
export function isHopeless(result: ThresholdResult, runningConversations: number): boolean {
  const { state, threshold, actual = 0, samples } = result;
  if (state !== 'fail') return false;
  const { metric, statistic, operator, limit } = threshold;
  if (isCounter(metric) || statistic.kind === 'count') return isAbove(operator, actual, limit);
  if (metric !== 'goodput' || operator.startsWith('<')) return true;
  // The samples of goodput are the measured seconds.
  const atMost = actual + runningConversations / samples;
  return operator.startsWith('>') && atMost < limit;
}

function isAbove(operator: ThresholdResult['threshold']['operator'], count: number, limit: number): boolean {
  return operator.startsWith('<') || (operator === '==' && count > limit);
}
