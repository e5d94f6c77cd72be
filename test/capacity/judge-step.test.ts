import { describe, expect, it } from 'vitest';
import { judgeStep, type StepRules } from '../../src/capacity/judge-step.ts';
import { GUARD } from '../../src/capacity/objective.ts';
import { StepJudge } from '../../src/capacity/step-judge.ts';
import { type EvidenceTerms, plainResult, plainResults, stepEvidence } from '../support/step-evidence.ts';

const RULES: StepRules = { minMs: 15_000, maxMs: 300_000, mustProve: false };
const P95 = 'turn p(95) < 300ms';
const DONE = 'conversation_completion > 99%';

function judge(terms: EvidenceTerms, rules: Partial<StepRules> = {}, roseBefore = false) {
  const evidence = stepEvidence(terms);
  return judgeStep(evidence, plainResults(evidence), { ...RULES, ...rules }, roseBefore);
}

describe('a step', () => {
  it('is open before its least time, whatever it is like', () => {
    expect(judge({ steadyMs: 14_999, misses: { [P95]: [900, 1000] } }).outcome).toBe('open');
  });

  it('has held when every objective is met beyond doubt', () => {
    expect(judge({ misses: { [P95]: [20, 1000], [DONE]: [0, 1000] } })).toMatchObject({ outcome: 'held', why: [] });
  });

  it('has failed when one is missed beyond doubt', () => {
    const { outcome, why } = judge({ misses: { [P95]: [100, 1000], [DONE]: [0, 1000] } });
    expect(outcome).toBe('failed');
    expect(why).toEqual(['turn p(95) < 300ms: 250 ms; 100 of 1000 missed it']);
  });

  it('has not failed by a miss or two', () => {
    expect(judge({ misses: { [P95]: [4, 4] } }).outcome).toBe('open');
    expect(judge({ misses: { [P95]: [5, 5] } }).outcome).toBe('failed');
  });

  it('looks good where so few turns prove nothing, but only where nothing needs to be proven yet', () => {
    const few = { misses: { [P95]: [0, 60], [DONE]: [0, 20] } } as const;
    const { outcome, why } = judge(few);
    expect(outcome).toBe('unproven');
    expect(why).toEqual([`60 turns are too few to prove ${P95}; 20 conversations are too few to prove ${DONE}`]);
    expect(judge(few, { mustProve: true }).outcome).toBe('open');
    expect(judge({ ...few, steadyMs: 300_000 }, { mustProve: true }).outcome).toBe('unproven');
    // Of fewer than five it cannot even be said that they look good, unless there is no time for more.
    expect(judge({ misses: { [P95]: [0, 4] } }).outcome).toBe('open');
    expect(judge({ misses: { [P95]: [0, 4] }, steadyMs: 300_000 }).outcome).toBe('unproven');
    const nothing = judge({ misses: { [P95]: [0, 0] }, steadyMs: 300_000 });
    expect(nothing).toMatchObject({
      outcome: 'at-the-limit',
      why: [`${P95}: nothing ended in time that could be judged`],
    });
  });

  it('is at the limit when the longest time does not settle it', () => {
    const close = { misses: { [P95]: [48, 1000] } } as const;
    expect(judge(close).outcome).toBe('open');
    const { outcome, why } = judge({ ...close, steadyMs: 300_000 });
    expect(outcome).toBe('at-the-limit');
    expect(why[0]).toMatch(
      /48 of 1000 missed it, so 3\.\d % to 6\.\d % do, which leaves open whether it is under 5 %$/,
    );
  });

  it.each([
    [{ inFlight: 14 }, 'turns in flight keep growing: 40 % more in the second half of 15.0 s'],
    [{ latencyMs: 130 }, 'turns keep getting slower: by 30 % in the second half of 15.0 s'],
  ])('that grows (%o) is looked at once more, and has failed when it still does', (growing, told) => {
    const terms = { ...growing, misses: { [P95]: [0, 1000] } } as const;
    expect(judge(terms)).toMatchObject({ outcome: 'open', rises: true });
    expect(judge(terms, {}, true)).toMatchObject({ outcome: 'failed', why: [told] });
    expect(judge({ ...terms, inFlight: 10, latencyMs: 100 }, {}, true).outcome).toBe('held');
  });

  it('that nobody asked about failures fails by its guard alone, which needs no proof', () => {
    const evidence = stepEvidence({ misses: { [P95]: [0, 1000], 'conversation_completion > 95%': [0, 2] } });
    const guarded = (count: number, of: number) => {
      const [first] = evidence.objectives;
      const guard = stepEvidence({ misses: { 'conversation_completion > 95%': [count, of] } }).objectives[0]!;
      const all = { ...evidence, objectives: [first!, { ...guard, objective: GUARD }] };
      return judgeStep(all, plainResults(all), RULES, false).outcome;
    };
    expect(guarded(0, 0)).toBe('held');
    expect(guarded(2, 3)).toBe('held');
    expect(guarded(30, 60)).toBe('failed');
  });

  it('has failed where arrivals find no free user: that is not the load it is said to be', () => {
    const { outcome, why } = judge({ misses: { [P95]: [0, 1000] }, withoutUser: 12 });
    expect(outcome).toBe('failed');
    expect(why[0]).toContain('12 of 100 conversations found no free user');
    expect(judge({ misses: { [P95]: [0, 1000] }, withoutUser: 4 }).outcome).toBe('held');
  });

  it('judges plain values as a threshold does, and counts that may not be as soon as there is one', () => {
    const evidence = stepEvidence({ misses: { 'turns_timed_out == 0': [0, 0] } });
    const with_ = (state: 'pass' | 'fail' | 'no-data', actual: number) =>
      judgeStep(evidence, [plainResult('turns_timed_out == 0', state, actual)], RULES, false).outcome;
    expect(with_('pass', 0)).toBe('held');
    expect(with_('fail', 1)).toBe('failed');
    expect(with_('no-data', 0)).toBe('open');
  });

  it('is looked at ever more seldom, a last time at the end', () => {
    const looks: number[] = [];
    const judge = new StepJudge(RULES);
    for (let steadyMs = 0; steadyMs <= 300_000; steadyMs += 100) {
      if (!judge.isDue(steadyMs)) continue;
      looks.push(steadyMs / 1000);
      const evidence = stepEvidence({ steadyMs, misses: { [P95]: [48, 1000] } });
      if (judge.look(evidence, plainResults(evidence)).judgement.outcome !== 'open') break;
    }
    expect(looks).toEqual([15, 22.5, 33.8, 50.7, 76, 114, 170.9, 256.3, 300].map((at) => expect.closeTo(at, 0)));
  });
});
