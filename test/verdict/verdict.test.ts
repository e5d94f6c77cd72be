import { describe, expect, it } from 'vitest';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import type { ThresholdResult, ThresholdState } from '../../src/verdict/threshold-result.ts';
import { judgeValidity, type ValidityFacts } from '../../src/verdict/validity.ts';
import { decideVerdict, type VerdictFacts } from '../../src/verdict/verdict.ts';

function result(state: ThresholdState, overrides: Partial<ThresholdResult> = {}): ThresholdResult {
  const threshold = parseThreshold('turn p95 < 1s');
  return {
    threshold,
    state,
    unit: 'time',
    actual: 1_200_000,
    lower: undefined,
    atLeast: undefined,
    samples: 500,
    ...overrides,
  };
}

function verdictOf(facts: Partial<VerdictFacts>) {
  return decideVerdict({ endings: [], findings: [], thresholds: [], turnsCompleted: 100, ...facts });
}

const SOUND: ValidityFacts = {
  brokenLaws: [],
  samplesLost: 0,
  sendLagP99Us: 20_000,
  medianThinkMs: 0,
  turns: 1000,
  turnsInterrupted: 10,
  turnsDoubtful: 0,
  conversationsStarted: 100,
  conversationsFailed: 0,
  conversationsInterrupted: 1,
};

describe('the verdict', () => {
  const invalid = { level: 'invalid', text: 'x' } as const;
  const suspect = { level: 'suspect', text: 'y' } as const;

  it.each([
    [0, /before anything of it was to be measured; .* shorter warmUp/],
    [1000, /no turn completed, .* see the errors/],
    [undefined, /no turn completed/],
  ])('without a turn tells a load that was never measured from one that failed (%s ms)', (measuredMs, text) => {
    const { status, reasons } = verdictOf({ turnsCompleted: 0, measuredMs });
    expect(status).toBe('no-data');
    expect(reasons.map((reason) => reason.text)).toEqual([expect.stringMatching(text)]);
  });

  it.each<[string, Partial<VerdictFacts>, string, number, string[]]>([
    ['nothing speaks against it', {}, 'pass', 0, []],
    ['something is suspect', { findings: [suspect] }, 'pass', 0, ['suspect']],
    ['a threshold passed', { thresholds: [result('pass')] }, 'pass', 0, []],
    ['a threshold failed', { thresholds: [result('fail'), result('no-data')] }, 'fail', 99, ['threshold', 'no-data']],
    ['a threshold had no data', { thresholds: [result('no-data')] }, 'no-data', 99, ['no-data']],
    ['a threshold had too few turns', { thresholds: [result('too-few')] }, 'no-data', 99, ['no-data']],
    ['no turn completed', { turnsCompleted: 0 }, 'no-data', 99, ['no-data']],
    ['the numbers cannot be trusted', { findings: [invalid, suspect] }, 'invalid', 112, ['invalid', 'suspect']],
    ['both', { findings: [invalid], thresholds: [result('fail')] }, 'invalid', 112, ['invalid', 'threshold']],
    ['a load thread died', { endings: [{ exit: 'incomplete', text: 'z' }] }, 'incomplete', 112, ['ending']],
    [
      'a signal came, and a threshold failed',
      { endings: [{ exit: 'signal', text: 'z' }], thresholds: [result('fail')] },
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
      'nobody was there',
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

  it('gives a failed threshold with its value and how far it is off', () => {
    expect(verdictOf({ thresholds: [result('fail')] }).reasons[0]?.text).toBe(
      'turn p95 < 1s: 1.20 s, 200 ms (20 %) over the limit',
    );
  });
});

describe('validity', () => {
  it('has nothing to say of a sound run', () => {
    expect(judgeValidity(SOUND, [result('pass', { lower: 1_190_000 })])).toEqual([]);
  });

  it.each<[string, Partial<ValidityFacts>, ThresholdResult[], 'invalid' | 'suspect', RegExp]>([
    ['a broken law', { brokenLaws: ['a is not b'] }, [], 'invalid', /a is not b/],
    ['a full ring', { samplesLost: 3 }, [], 'invalid', /^3 samples were lost.*faster machine/],
    ['late inputs', { sendLagP99Us: 20_001 }, [], 'invalid', /send_lag p99 20.0 ms, limit 20.0 ms/],
    ['inputs late for their think time', { sendLagP99Us: 60_001, medianThinkMs: 3000 }, [], 'invalid', /limit 60.0 ms/],
    ['an undecided threshold', {}, [result('undecided')], 'invalid', /too coarse to decide "turn p95 < 1s"/],
    ['an uncertain gated value', {}, [result('pass', { lower: 1_000_000 })], 'suspect', /uncertain by 17 %/],
    [
      'turns that may have taken a late reply',
      { turnsDoubtful: 3 },
      [],
      'suspect',
      /^3 of 1000 turns.*onFailure: stop/,
    ],
    ['interrupted conversations', { conversationsInterrupted: 2 }, [], 'suspect', /^2.0 % of the conversations/],
    ['failures nobody judges', { conversationsFailed: 19 }, [], 'suspect', /^19 of 100 conversations failed, and no/],
    [
      'failures that only times are judged beside',
      { conversationsFailed: 19 },
      [result('pass')],
      'suspect',
      /^19 of 100 conversations failed, and no/,
    ],
    [
      'one late input of few',
      { sendLagP99Us: 20_001, turns: 99, turnsInterrupted: 0 },
      [],
      'suspect',
      /^inputs went out late/,
    ],
    ['interrupted turns', { turnsInterrupted: 11 }, [], 'suspect', /^1.1 % of the turns.*--graceful-stop/],
    ['a standstill', { longestStandstillMs: 251 }, [], 'suspect', /stood still for 251 ms/],
    ['much garbage', { gcShare: 0.11 }, [], 'suspect', /garbage collection took 11 %/],
    ['stolen time', { stealShare: 0.03 }, [], 'suspect', /hypervisor took 3.0 %/],
  ])('sees %s', (_what, facts, thresholds, level, text) => {
    expect(judgeValidity({ ...SOUND, ...facts }, thresholds)).toEqual([{ level, text: expect.stringMatching(text) }]);
  });

  it.each(['conversation_completion > 50%', 'turns_mismatched < 30', 'steps_failed == 19', 'goodput > 1/s'])(
    'leaves failures to %s',
    (expression) => {
      const judged = result('pass', { threshold: parseThreshold(expression), unit: 'count' });
      expect(judgeValidity({ ...SOUND, conversationsFailed: 19 }, [judged])).toEqual([]);
    },
  );

  it('allows more lag where people think longer', () => {
    expect(judgeValidity({ ...SOUND, sendLagP99Us: 60_000, medianThinkMs: 3000 }, [])).toEqual([]);
  });
});

describe('the validity of an open or paced load', () => {
  const ARRIVALS = {
    model: 'open',
    due: 10_000,
    dropped: 0,
    waiting: 0,
    lateByLimit: 0,
    lateByLoop: 10,
    startDelayP95Us: 100_000,
  } as const;
  const found = (change: Partial<NonNullable<ValidityFacts['arrivals']>>) =>
    judgeValidity({ ...SOUND, arrivals: { ...ARRIVALS, ...change } }, []);

  it('is not in doubt at the limits', () => {
    expect(found({})).toEqual([]);
    expect(found({ due: 0, startDelayP95Us: undefined })).toEqual([]);
  });

  it('ends where palaver itself began more than one in a thousand over a second late', () => {
    const [byLoop, ...others] = found({ lateByLoop: 11 });
    expect(others).toEqual([]);
    expect(byLoop?.level).toBe('invalid');
    expect(byLoop?.text).toContain('0 held back by the limit of connections at once, 11 by a late load thread');
    expect(byLoop?.text).toContain('fewer virtual users per machine');
    const [byLimit] = found({ lateByLimit: 300 });
    expect(byLimit?.level).toBe('invalid');
    expect(byLimit?.text).toContain('raise --connect-concurrency');
  });

  it.each<[Parameters<typeof found>[0], string]>([
    [{ dropped: 12 }, '12 of 10000 conversations were dropped, as all users were busy; raise maxVus'],
    [{ waiting: 7 }, '7 of 10000 conversations still waited for a user when the run ended; raise maxVus'],
    [{ waiting: 7, model: 'closed' }, 'take a longer pace, or more users'],
    [{ startDelayP95Us: 100_500 }, 'the offered load was not reached (start_delay p95'],
  ])('is suspect of %j', (change, text) => {
    const findings = found(change);
    expect(findings.map(({ level }) => level)).toEqual(['suspect']);
    expect(findings[0]?.text).toContain(text);
  });
});
