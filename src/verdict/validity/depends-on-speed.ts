import { FAILURE_METRICS, type FailureCount } from '../judge-failures.ts';
import type { ThresholdResult } from '../threshold-result.ts';

/** Metrics whose value is the number, or the share, of failures. */
const OF_FAILURES: ReadonlySet<string> = new Set([
  ...FAILURE_METRICS,
  'conversation_completion',
  'conversations_failed',
  'turn_failure',
]);
/** Reasons of `steps_failed` that no delay causes. */
const TIMELESS_REASONS: ReadonlySet<string | undefined> = new Set([
  'variable',
  'press',
  'call',
  'stop-when',
  'endless',
]);

/** Whether slowness could have changed the result: not where all failures are wrong answers, or of the scenario itself. */
export function dependsOnSpeed({ threshold }: ThresholdResult, failures: readonly FailureCount[]): boolean {
  return !OF_FAILURES.has(threshold.metric) || failures.length === 0 || failures.some(isTimed);
}

function isTimed({ metric, labels }: FailureCount): boolean {
  if (metric === 'turns_mismatched' || metric === 'turns_errored') return false;
  return metric !== 'steps_failed' || !TIMELESS_REASONS.has(labels.reason);
}
