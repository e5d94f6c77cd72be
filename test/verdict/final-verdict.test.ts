import { describe, expect, it } from 'vitest';
import { type ExitReason, exitCodeOf } from '../../src/platform/exit-code.ts';
import { type ComparisonFinding, joinComparison, joinMissingResults } from '../../src/verdict/final-verdict.ts';
import type { Verdict, VerdictReason } from '../../src/verdict/verdict.ts';

const reason = (kind: VerdictReason['kind'], text: string): VerdictReason => ({ kind, text });
const doubt = reason('suspect', 'late');
const run = (status: Verdict['status'], exit: ExitReason): Verdict => ({
  status,
  exitCode: exitCodeOf(exit),
  reasons: exit === 'pass' ? [doubt] : [reason('ending', exit), doubt],
});
const STATUSES = { pass: 'pass', regression: 'regression', incomplete: 'not-enough-data' } as const;
const finding = (exit: ComparisonFinding['exit'], status: Verdict['status'] = STATUSES[exit]): ComparisonFinding => ({
  status,
  exit,
  reasons: [reason(exit === 'regression' ? 'regression' : 'comparison', `compared: ${exit}`)],
});

describe('the final verdict', () => {
  it.each<[Verdict['status'], ExitReason, ComparisonFinding['exit'], Verdict['status'], number]>([
    ['pass', 'pass', 'pass', 'pass', 0],
    ['pass', 'pass', 'regression', 'regression', 111],
    ['pass', 'pass', 'incomplete', 'not-enough-data', 112],
    ['fail', 'threshold', 'pass', 'fail', 99],
    ['fail', 'threshold', 'regression', 'fail', 99],
    ['fail', 'threshold', 'incomplete', 'fail', 99],
    ['no-data', 'threshold', 'incomplete', 'no-data', 99],
    ['invalid', 'incomplete', 'regression', 'invalid', 112],
    ['invalid', 'incomplete', 'incomplete', 'invalid', 112],
    ['incomplete', 'signal', 'regression', 'incomplete', 105],
    ['incomplete', 'budget', 'incomplete', 'incomplete', 113],
    ['incomplete', 'unreachable', 'regression', 'incomplete', 114],
    ['incomplete', 'unexpected', 'regression', 'incomplete', 1],
  ])('of a run %s (%s) compared with %s is %s, %i', (status, exit, compared, final, code) => {
    const before = run(status, exit);
    const joined = joinComparison(before, finding(compared));
    expect(joined).toMatchObject({ status: final, exitCode: code });
    expect(new Set(joined.reasons)).toEqual(new Set([...before.reasons, ...finding(compared).reasons]));
    expect(joined.reasons.at(-1)).toEqual(doubt);
    const decisive = code === before.exitCode && exit !== 'pass' ? before : finding(compared);
    expect(joined.reasons[0]).toEqual(decisive.reasons[0]);
  });

  it.each(['inconclusive', 'not-enough-data', 'not-comparable'] as const)(
    'has the status of the comparison: %s',
    (status) => {
      expect(joinComparison(run('pass', 'pass'), finding('incomplete', status)).status).toBe(status);
    },
  );

  it('does not pass if a result could not be written, and always lists that', () => {
    expect(joinMissingResults(run('pass', 'pass'), [])).toEqual(run('pass', 'pass'));
    expect(joinMissingResults(run('pass', 'pass'), ['disk full'])).toEqual({
      status: 'incomplete',
      exitCode: 1,
      reasons: [reason('result', 'disk full'), doubt],
    });
    expect(joinMissingResults(run('fail', 'threshold'), ['disk full'])).toEqual({
      status: 'fail',
      exitCode: 99,
      reasons: [reason('ending', 'threshold'), reason('result', 'disk full'), doubt],
    });
  });
});
