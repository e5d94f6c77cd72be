import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLD } from '../../src/verdict/default-threshold.ts';
import { type FailureCount, judgeFailures } from '../../src/verdict/judge-failures.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { resultOf } from '../support/threshold-result.ts';

const EU = { target: 'eu', conversation: 'booking' };
const FAILURES: readonly FailureCount[] = [
  { metric: 'connects_failed', labels: { ...EU, reason: 'http-503' }, count: 65 },
  { metric: 'turns_timed_out', labels: { ...EU, step: 'hello' }, count: 4 },
  { metric: 'turns_mismatched', labels: { ...EU, target: 'us', step: 'hello' }, count: 3 },
];

const named = (...expressions: string[]) => {
  const thresholds = expressions.map((expression) => resultOf('pass', { threshold: parseThreshold(expression) }));
  return judgeFailures(FAILURES, { failed: 72, started: 100 }, thresholds).flatMap(
    ({ text }) => text.match(/connects_failed|turns_\w+/g) ?? [],
  );
};

describe('failures that no threshold covers', () => {
  it.each<[string[], string[]]>([
    [[], ['connects_failed', 'turns_timed_out', 'turns_mismatched']],
    [['first_output p(95) < 1s'], ['connects_failed', 'turns_timed_out', 'turns_mismatched']],
    [['turns_timed_out == 0'], ['connects_failed', 'turns_mismatched']],
    [['turn_failure < 10%'], ['connects_failed']],
    [['turn_failure < 10%', 'connects_failed < 100'], []],
    [['turn_failure{target=us} < 10%'], ['connects_failed', 'turns_timed_out']],
    [['connects_failed{reason=tls} == 0'], ['connects_failed', 'turns_timed_out', 'turns_mismatched']],
    [['connects_failed{reason="http-503"} < 70'], ['turns_timed_out', 'turns_mismatched']],
    [['conversation_completion > 20%'], []],
    [['conversation_completion{target=eu} > 20%'], ['turns_mismatched']],
    [['goodput > 1/s'], []],
    // What most of the time was well may have been bad for the rest of it.
    [
      ['conversation_completion > 99% in 50% of windows', 'turn_failure < 1% in steady'],
      ['connects_failed', 'turns_timed_out', 'turns_mismatched'],
    ],
  ])('next to %j are %j', (expressions, kinds) => {
    expect(named(...expressions)).toEqual(kinds);
  });

  it('are counted in the singular, too', () => {
    const one = FAILURES.map((failure) => ({ ...failure, count: 1 }));
    expect(judgeFailures(one, { failed: 3, started: 100 }, [])[0]!.text).toContain(
      '1 connection failed (connects_failed), 1 turn timed out (turns_timed_out), 1 turn failed a check (turns_mismatched)',
    );
  });

  it('are reported in one sentence that says what to do', () => {
    expect(judgeFailures(FAILURES, { failed: 72, started: 100 }, [])).toEqual([
      {
        level: 'suspect',
        text:
          'no threshold covers these failures: 65 connections failed (connects_failed), 4 turns timed out (turns_timed_out), ' +
          '3 turns failed a check (turns_mismatched); 72 of 100 conversations failed; set a threshold, for instance ' +
          'conversation_completion > 99%',
      },
    ]);
  });

  it('are covered by the default threshold only if it failed', () => {
    const judged = (state: 'pass' | 'fail') => [resultOf(state, { threshold: DEFAULT_THRESHOLD })];
    expect(judgeFailures(FAILURES, { failed: 72, started: 200 }, judged('pass'))).toHaveLength(1);
    expect(judgeFailures(FAILURES, { failed: 172, started: 200 }, judged('fail'))).toEqual([]);
  });
});
