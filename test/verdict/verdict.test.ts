import { describe, expect, it } from 'vitest';
import { decideVerdict, type VerdictFacts } from '../../src/verdict/verdict.ts';
import { resultOf } from '../support/threshold-result.ts';

function verdictOf(facts: Partial<VerdictFacts>) {
  return decideVerdict({
    endings: [],
    findings: [],
    thresholds: [],
    turnsCompleted: 100,
    conversationsCompleted: 50,
    hasFailures: false,
    ...facts,
  });
}

describe('the verdict', () => {
  const invalid = { level: 'invalid', text: 'x' } as const;
  const inconclusive = { level: 'inconclusive', text: 'u' } as const;
  const suspect = { level: 'suspect', text: 'y' } as const;

  it.each([
    [0, /^the load ended before measurement began; .* shorten warmUp$/],
    [1000, /^no turn completed: the run was too short; raise --duration$/],
    [undefined, /no turn completed/],
  ])('distinguishes an unmeasured load from a failed one without turns (%s ms)', (measuredMs, text) => {
    const { status, reasons } = verdictOf({ turnsCompleted: 0, measuredMs });
    expect(status).toBe('no-data');
    expect(reasons.map((reason) => reason.text)).toEqual([expect.stringMatching(text)]);
  });

  it.each([
    ['no turn completed', { turnsCompleted: 0 }],
    ['no conversation completed', { conversationsCompleted: 0 }],
  ])('explains by the failures that %s', (what, facts) => {
    expect(verdictOf({ ...facts, hasFailures: true }).reasons.map(({ text }) => text)).toEqual([
      `${what}; see the failures`,
    ]);
  });

  it.each<[string, Partial<VerdictFacts>, string, number, string[]]>([
    ['nothing speaks against it', {}, 'pass', 0, []],
    ['something is suspect', { findings: [suspect] }, 'pass', 0, ['suspect']],
    ['a threshold passed', { thresholds: [resultOf('pass')] }, 'pass', 0, []],
    [
      'a threshold failed',
      { thresholds: [resultOf('fail'), resultOf('no-data')] },
      'fail',
      99,
      ['threshold', 'no-data'],
    ],
    ['a threshold had no data', { thresholds: [resultOf('no-data')] }, 'no-data', 99, ['no-data']],
    ['a threshold had too few turns', { thresholds: [resultOf('too-few')] }, 'too-few-turns', 99, ['too-few-turns']],
    [
      'one had too few turns, another no data',
      { thresholds: [resultOf('too-few'), resultOf('no-data')] },
      'no-data',
      99,
      ['too-few-turns', 'no-data'],
    ],
    ['no turn completed', { turnsCompleted: 0 }, 'no-data', 99, ['no-data']],
    ['conversations without turns completed', { turnsCompleted: undefined }, 'pass', 0, []],
    [
      'no conversation without turns completed',
      { turnsCompleted: undefined, conversationsCompleted: 0 },
      'no-data',
      99,
      ['no-data'],
    ],
    [
      'conversations without turns were not measured',
      { turnsCompleted: undefined, conversationsCompleted: 0, measuredMs: 0 },
      'no-data',
      99,
      ['no-data'],
    ],
    ['the numbers may be wrong', { findings: [invalid, suspect] }, 'invalid', 112, ['invalid', 'suspect']],
    ['no conversation completed', { conversationsCompleted: 0 }, 'no-data', 99, ['no-data']],
    ['no conversation completed at one of the targets', { deadTargets: ['us'] }, 'no-data', 99, ['no-data']],
    [
      'a stop rule ended it, and the planned load was not reached',
      { endings: [{ exit: 'threshold', text: 'z' }], findings: [inconclusive] },
      'fail',
      99,
      ['ending', 'inconclusive'],
    ],
    [
      'a threshold is inconclusive',
      { findings: [inconclusive], thresholds: [resultOf('inconclusive')] },
      'inconclusive',
      112,
      ['inconclusive'],
    ],
    [
      'one is inconclusive, another failed beyond doubt',
      { findings: [inconclusive], thresholds: [resultOf('inconclusive'), resultOf('fail')] },
      'fail',
      99,
      ['threshold', 'inconclusive'],
    ],
    [
      'one is inconclusive, another had no data',
      { findings: [inconclusive], thresholds: [resultOf('inconclusive'), resultOf('no-data')] },
      'inconclusive',
      112,
      ['inconclusive', 'no-data'],
    ],
    ['both', { findings: [invalid], thresholds: [resultOf('fail')] }, 'invalid', 112, ['invalid', 'threshold']],
    ['a load thread died', { endings: [{ exit: 'incomplete', text: 'z' }] }, 'incomplete', 112, ['ending']],
    [
      'a signal came, and a threshold failed',
      { endings: [{ exit: 'signal', text: 'z' }], thresholds: [resultOf('fail')] },
      'incomplete',
      105,
      ['ending', 'threshold'],
    ],
    [
      'the budget was spent after a signal',
      {
        endings: [
          { exit: 'signal', text: 'z' },
          { exit: 'budget', text: 'z' },
        ],
      },
      'incomplete',
      113,
      ['ending', 'ending'],
    ],
    [
      'no user was active',
      { endings: [{ exit: 'unreachable', text: 'z' }], turnsCompleted: 0 },
      'incomplete',
      114,
      ['ending', 'no-data'],
    ],
  ])('when %s', (_when, facts, status, exitCode, kinds) => {
    const verdict = verdictOf(facts);
    expect([verdict.status, verdict.exitCode]).toEqual([status, exitCode]);
    expect(verdict.reasons.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('lists inconclusive thresholds after the failures, once', () => {
    const { reasons } = verdictOf({
      findings: [inconclusive],
      thresholds: [resultOf('inconclusive'), resultOf('fail')],
    });
    expect(reasons.slice(1)).toEqual([{ kind: 'inconclusive', text: inconclusive.text }]);
  });

  it('is invalid rather than inconclusive, and incomplete if the run was cut short', () => {
    expect(verdictOf({ findings: [inconclusive, invalid] }).status).toBe('invalid');
    expect(verdictOf({ findings: [inconclusive], endings: [{ exit: 'incomplete', text: 'z' }] }).status).toBe(
      'incomplete',
    );
  });

  it('shows a failed threshold with its value and distance from the limit', () => {
    expect(verdictOf({ thresholds: [resultOf('fail')] }).reasons[0]?.text).toBe(
      'turn p95 < 1s: 1.20 s, exceeds the limit by 200 ms (20 %)',
    );
  });
});
