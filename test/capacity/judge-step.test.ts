import { describe, expect, it } from 'vitest';
import { DEFAULT_OBJECTIVE } from '../../src/capacity/objective.ts';
import { judgeStep, type StepRules } from '../../src/capacity/step/judge-step.ts';
import { StepJudge } from '../../src/capacity/step/step-judge.ts';
import { type EvidenceTerms, plainResult, plainResults, stepEvidence } from '../support/step-evidence.ts';

const RULES: StepRules = { minMs: 15_000, maxMs: 300_000, mustProve: false };
const P95 = 'turn p(95) < 300ms';
const DONE = 'conversation_completion > 99%';

function judge(terms: EvidenceTerms, rules: Partial<StepRules> = {}, roseBefore = false) {
  const evidence = stepEvidence(terms);
  return judgeStep(evidence, plainResults(evidence), { ...RULES, ...rules }, roseBefore);
}

describe('a step', () => {
  it('is undecided before its minimum time, whatever was measured', () => {
    expect(judge({ steadyMs: 14_999, misses: { [P95]: [900, 1000] } }).outcome).toBe('open');
  });

  it('is sustained if every objective is met with confidence', () => {
    expect(judge({ misses: { [P95]: [20, 1000], [DONE]: [0, 1000] } })).toMatchObject({ outcome: 'held', why: [] });
  });

  it('has failed if one objective is missed with confidence', () => {
    const { outcome, why } = judge({ misses: { [P95]: [100, 1000], [DONE]: [0, 1000] } });
    expect(outcome).toBe('failed');
    expect(why).toEqual(['turn p(95) < 300ms: 250 ms; 100 of 1,000 missed it']);
  });

  it('has not failed by one or two misses', () => {
    expect(judge({ misses: { [P95]: [4, 4] } }).outcome).toBe('open');
    expect(judge({ misses: { [P95]: [5, 5] } }).outcome).toBe('failed');
  });

  it('is unconfirmed with too few turns, but only if nothing has to be confirmed yet', () => {
    const few = { misses: { [P95]: [0, 60], [DONE]: [0, 60] } } as const;
    const { outcome, why } = judge(few);
    expect(outcome).toBe('unproven');
    expect(why).toEqual([
      `not enough turns to show that ${P95} holds (60, 0 missed it)`,
      `not enough conversations to show that ${DONE} holds (60, 0 failed)`,
    ]);
    expect(judge(few, { mustProve: true }).outcome).toBe('open');
    expect(judge({ ...few, steadyMs: 300_000 }, { mustProve: true }).outcome).toBe('unproven');
    // So few that no longer step would prove it either.
    const hopeless = { misses: { [P95]: [0, 60], [DONE]: [0, 20] } } as const;
    expect(judge(hopeless, { mustProve: true }).outcome).toBe('unproven');
    // Of fewer than five nothing can be said, unless there is no time for more.
    expect(judge({ misses: { [P95]: [0, 4] } }).outcome).toBe('open');
    expect(judge({ misses: { [P95]: [0, 4] }, steadyMs: 300_000 }).outcome).toBe('unproven');
    const nothing = judge({ misses: { [P95]: [0, 0] }, steadyMs: 300_000 });
    expect(nothing).toMatchObject({
      outcome: 'at-the-limit',
      why: [`${P95}: no completed turns to judge`],
    });
  });

  it.each([
    ['connect p(95) < 300ms', 'connections'],
    ['ready p(95) < 300ms', 'connections'],
    ['turn p(95) < 300ms', 'turns'],
  ])('names what is too few for %s: %s', (objective, things) => {
    const why = (of: number) => judge({ misses: { [objective]: [0, of] }, steadyMs: 300_000 }).why;
    expect(why(30)).toEqual([`not enough ${things} to show that ${objective} holds (30, 0 missed it)`]);
    expect(why(0)).toEqual([`${objective}: no completed ${things} to judge`]);
  });

  it('is inconclusive if its maximum time does not decide it', () => {
    const close = { misses: { [P95]: [48, 1000] } } as const;
    expect(judge(close).outcome).toBe('open');
    const { outcome, why } = judge({ ...close, steadyMs: 300_000 });
    expect(outcome).toBe('at-the-limit');
    expect(why[0]).toMatch(/48 of 1,000 missed it \(95 % interval 3\.\d to 6\.\d %, 5 % allowed\)$/);
  });

  it.each([
    [{ inFlight: 14 }, 'turns in flight keep growing: 40 % more in the second half of 15.0 s'],
    [{ latencyMs: 130 }, 'turns keep getting slower: by 30 % in the second half of 15.0 s'],
  ])('that grows (%o) is evaluated once more, and has failed if it still does', (growing, told) => {
    const terms = { ...growing, misses: { [P95]: [0, 1000] } } as const;
    expect(judge(terms)).toMatchObject({ outcome: 'open', rises: true });
    expect(judge(terms, {}, true)).toMatchObject({ outcome: 'failed', why: [told] });
    expect(judge({ ...terms, inFlight: 10, latencyMs: 100 }, {}, true).outcome).toBe('held');
    const evidence = stepEvidence({ ...growing, misses: { [P95]: [0, 1000] } });
    const sound = { ...evidence, inFlight: stepEvidence({}).inFlight };
    const lower = stepEvidence({}).latency.lower;
    const bounded = { ...sound, latency: { upper: evidence.latency.upper, lower } };
    // What only the upper bounds show may be the generator's.
    if ('latencyMs' in growing) expect(judgeStep(bounded, plainResults(bounded), RULES, true).outcome).toBe('open');
  });

  it('that may only seem to grow is not said to grow', () => {
    const evidence = stepEvidence({ misses: { [P95]: [0, 1000] } });
    const noisy = [10, 10, 10, 10, 10, 10, 10, 10, 10, 40].map((sum) => ({ sum, of: 1 }));
    const inFlight = { ...evidence, inFlight: noisy };
    const latency = { ...evidence, latency: { upper: noisy, lower: noisy } };
    const told = (grown: typeof evidence) => judgeStep(grown, plainResults(grown), RULES, true).why;
    const suffix = 'in the second half of 15.0 s (not statistically significant)';
    expect(told(inFlight)).toEqual([`60 % more turns were in flight ${suffix}`]);
    expect(told(latency)).toEqual([`turns were 60 % slower ${suffix}`]);
  });

  it('without turns in flight in its first half reports their number', () => {
    const evidence = stepEvidence({ misses: { [P95]: [0, 1000] } });
    const none = [0, 0, 0, 0, 0];
    const told = (levels: readonly number[]) => {
      const grown = { ...evidence, inFlight: levels.map((sum) => ({ sum, of: 1 })) };
      return judgeStep(grown, plainResults(grown), RULES, true);
    };
    expect(told([...none, 12, 12, 12, 12, 13])).toMatchObject({
      outcome: 'failed',
      why: ['turns in flight went from 0 to 12.2 in the second half of 15.0 s'],
    });
    expect(told([...none, 0, 0, 0, 40, 0])).toMatchObject({
      outcome: 'unproven',
      why: ['turns in flight went from 0 to 8.0 in the second half of 15.0 s (not statistically significant)'],
    });
  });

  it('without an objective on failures is judged by the default objective', () => {
    const evidence = stepEvidence({ misses: { [P95]: [0, 1000] } });
    const completes = (count: number, of: number, terms: EvidenceTerms = {}) => {
      const added = stepEvidence({ ...terms, misses: { 'conversation_completion > 95%': [count, of] } });
      const all = {
        ...evidence,
        steadyMs: added.steadyMs,
        objectives: [evidence.objectives[0]!, { ...added.objectives[0]!, objective: DEFAULT_OBJECTIVE }],
      };
      return judgeStep(all, plainResults(all), RULES, false).outcome;
    };
    // No conversation that ended yet, or few of them and all well: nothing speaks against it, and nothing is shown.
    expect(completes(0, 0)).toBe('unproven');
    expect(completes(0, 3)).toBe('unproven');
    expect(completes(0, 120)).toBe('held');
    // 90 % of them ended well: not surely too few, but not shown to be enough.
    expect(completes(4, 40)).toBe('open');
    expect(completes(4, 40, { steadyMs: 300_000 })).toBe('at-the-limit');
    expect(completes(2, 3)).toBe('open');
    expect(completes(30, 60)).toBe('failed');
    // Nothing has failed so far, but a third of the users hangs.
    expect(completes(0, 0, { underWay: 5, stalled: 5 })).toBe('open');
    expect(completes(0, 120, { underWay: 15, stalled: 15, steadyMs: 300_000 })).toBe('at-the-limit');
  });

  it('is not sustained while turns in flight may still miss the limit', () => {
    const terms = { misses: { [P95]: [20, 1000] }, underWay: 60 } as const;
    expect(judge(terms)).toMatchObject({
      outcome: 'unproven',
      why: [`turns in flight (60) leave ${P95} inconclusive`],
    });
    expect(judge(terms, { mustProve: true }).outcome).toBe('open');
    expect(judge({ ...terms, steadyMs: 300_000 }, { mustProve: true }).outcome).toBe('unproven');
    expect(judge({ ...terms, underWay: 20 }, { mustProve: true }).outcome).toBe('held');
    expect(judge({ ...terms, stalled: 54 }).outcome).toBe('open');
  });

  it('is invalid at its end if only the load generator measured too coarsely', () => {
    const coarse = { misses: { [P95]: [60, 1000] }, surely: 10 } as const;
    expect(judge(coarse).outcome).toBe('open');
    const { outcome, why } = judge({ ...coarse, steadyMs: 300_000 });
    expect(outcome).toBe('invalid');
    expect(why).toEqual([`the load generator measured too coarsely to decide ${P95} (250 ms)`]);
    expect(judge({ ...coarse, surely: 48, steadyMs: 300_000 }).outcome).toBe('at-the-limit');
    // The p95 lies between 200 and 400 ms.
    const evidence = stepEvidence({ ...coarse, surely: 48, steadyMs: 300_000 });
    const between = { ...plainResult(P95, 'inconclusive', 400_000), lower: 200_000 };
    expect(judgeStep(evidence, [between], RULES, false).outcome).toBe('invalid');
    expect(judgeStep(evidence, [{ ...between, lower: 370_000 }], RULES, false).outcome).toBe('at-the-limit');
  });

  it('has failed if arrivals find no free user: the load was lower than planned', () => {
    const { outcome, why } = judge({ misses: { [P95]: [0, 1000] }, withoutUser: 12 });
    expect(outcome).toBe('failed');
    expect(why[0]).toContain('12 of 100 conversations found no free user');
    expect(judge({ misses: { [P95]: [0, 1000] }, withoutUser: 4 }).outcome).toBe('unproven');
    expect(judge({ misses: { [P95]: [0, 1000] }, withoutUser: 1 }).outcome).toBe('held');
  });

  it('evaluates plain values like a threshold, and a counter that must be 0 as soon as it is not', () => {
    const evidence = stepEvidence({ misses: { 'turns_timed_out == 0': [0, 0] } });
    const with_ = (state: 'pass' | 'fail' | 'no-data', actual: number, stalled = 0) => {
      const objectives = evidence.objectives.map((each) => ({ ...each, stalled }));
      const result = plainResult('turns_timed_out == 0', state, actual);
      return judgeStep({ ...evidence, objectives }, [result], RULES, false).outcome;
    };
    expect(with_('pass', 0)).toBe('held');
    expect(with_('fail', 1)).toBe('failed');
    expect(with_('no-data', 0)).toBe('open');
    // What hangs may yet time out.
    expect(with_('pass', 0, 1)).toBe('unproven');
    expect(with_('pass', 0, 2)).toBe('open');
  });

  it('is evaluated at increasing intervals, and a last time at the end', () => {
    const looks: number[] = [];
    const judge = new StepJudge(RULES);
    for (let steadyMs = 0; steadyMs <= 300_000; steadyMs += 100) {
      if (!judge.isDue(steadyMs)) continue;
      looks.push(steadyMs / 1000);
      const evidence = stepEvidence({ steadyMs, misses: { [P95]: [48, 1000] } });
      if (judge.check(evidence, plainResults(evidence)).judgement.outcome !== 'open') break;
    }
    expect(looks).toEqual([15, 22.5, 33.8, 50.7, 76, 114, 170.9, 256.3, 300].map((at) => expect.closeTo(at, 0)));
  });
});
