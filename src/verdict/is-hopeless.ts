import { isCounter } from './metric-kind.ts';
import type { ThresholdResult } from './threshold-result.ts';

/**
 * Whether a threshold is missed by what has been measured so far, where the rest of the run is not a plain part of it:
 *
 *     a count            only grows: lost once it is over an upper limit; short of a lower one it may still get there
 *     goodput            falls short of a lower limit even if each of the `runningConversations` should yet be met
 *     everything else    as it stands: time enough to judge by is what `after` is for
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
