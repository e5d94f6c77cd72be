import { expect, it } from 'vitest';
import type { FailureCount } from '../../src/verdict/judge-failures.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { dependsOnSpeed } from '../../src/verdict/validity/depends-on-speed.ts';
import { resultOf } from '../support/threshold-result.ts';

const failure = (metric: FailureCount['metric'], reason?: string): FailureCount => ({
  metric,
  labels: { target: 'eu', ...(reason !== undefined && { reason }) },
  count: 1,
});

it.each<[string, FailureCount[], boolean]>([
  ['turn p95 < 1s', [failure('turns_mismatched')], true],
  ['conversations_dropped == 0', [failure('turns_mismatched')], true],
  ['conversation_completion > 99%', [failure('turns_mismatched')], false],
  ['conversation_completion > 99%', [failure('turns_errored'), failure('steps_failed', 'call')], false],
  ['conversation_completion > 99%', [failure('turns_mismatched'), failure('turns_timed_out')], true],
  ['turn_failure < 1%', [failure('turns_mismatched')], false],
  ['steps_failed == 0', [failure('steps_failed', 'wait')], true],
  ['conversation_completion > 99%', [], true],
])('slowness could explain a miss of %s with %j: %s', (expression, failures, depends) => {
  const result = resultOf('fail', { threshold: parseThreshold(expression) });
  expect(dependsOnSpeed(result, failures)).toBe(depends);
});
