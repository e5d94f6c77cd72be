import { describe, expect, it } from 'vitest';
import type { ConductedStep } from '../../src/capacity/step/conduct-step.ts';
import { type MeasuredCheck, resultOf } from '../../src/capacity/step/step-result.ts';
import type { Report } from '../../src/report/report.ts';
import { stepEvidence } from '../support/step-evidence.ts';

const HEAD = { number: 1, kind: 'ramp-up', load: 8, startedAt: '2026-01-31T14:00:00.000Z' } as const;
const INTENDED = 'turn_intended p(95) < 1s';
const LESS = 'inputs were sent late: the actual load was lower than planned';
const WHY = 'likely cause: other processes used 1.6 of 2 cores; stop them, or use a dedicated machine';
const NO_LATENCY = { p50Ms: null, p95Ms: null, p99Ms: null };

function checkOf(outcome: MeasuredCheck['judgement']['outcome'], terms: Partial<MeasuredCheck> = {}): MeasuredCheck {
  const broke = outcome === 'failed' || outcome === 'at-the-limit';
  const state = outcome === 'failed' ? 'bad' : broke ? 'inconclusive' : 'good';
  return {
    judgement: {
      outcome,
      why: broke ? [`${INTENDED}: 1.02 s; 90 of 400 missed it`] : [],
      rises: false,
      objectives: [{ expression: INTENDED, state, actual: '1.02 s' }],
    },
    evidence: stepEvidence({}),
    firstOutput: NO_LATENCY,
    turn: NO_LATENCY,
    changedByLag: [],
    slowedByLag: undefined,
    ...terms,
  };
}

/** What a step came to whose run is invalid for these reasons. */
function result(
  check: MeasuredCheck,
  { invalid = [], isConsistent = true }: { invalid?: readonly string[]; isConsistent?: boolean },
) {
  const verdict = { reasons: invalid.map((text) => ({ kind: 'invalid', text })) };
  const failures = { connectsFailed: { 'http-503': 9 }, conversationsFailed: 9, withoutPort: 0 };
  const generator = { cpus: 2, workers: [], machineCores: 2, otherCpuCores: 1.6, idleCpuCores: 0 };
  const report = { run: { stopReason: 'time' }, verdict, generator } as unknown as Report;
  const conducted: ConductedStep<MeasuredCheck> = {
    ...{ decision: check, report, isConsistent, failures },
    ...{ folder: undefined, budget: undefined, feedEmpty: 0 },
  };
  const { step, limiter } = resultOf(HEAD, conducted, check);
  return [step.outcome, limiter, step.why[0]];
}

describe('the result of a step', () => {
  it('is its judgement if the load generator was fast enough', () => {
    expect(result(checkOf('held'), {})).toEqual(['held', undefined, undefined]);
    expect(result(checkOf('failed'), {})).toEqual(['failed', 'bot', expect.stringContaining(INTENDED)]);
  });

  it('is invalid if the load was lower than planned, unless it failed nevertheless', () => {
    const slowed = { slowedByLag: LESS };
    expect(result(checkOf('held', slowed), {})).toEqual(['invalid', 'generator', `${LESS}; ${WHY}`]);
    expect(result(checkOf('unproven'), { invalid: [LESS] })).toEqual(['invalid', 'generator', LESS]);
    expect(result(checkOf('failed', slowed), { invalid: [LESS] })[0]).toBe('failed');
    expect(result(checkOf('at-the-limit', slowed), { invalid: [LESS] })[0]).toBe('at-the-limit');
  });

  it('is invalid if only send lag may have missed the objective', () => {
    const check = checkOf('failed', { changedByLag: [INTENDED] });
    expect(result(check, {})).toEqual([
      'invalid',
      'generator',
      `send lag alone may explain the miss of ${INTENDED}; ${WHY}`,
    ]);
    expect(result(checkOf('failed', { changedByLag: ['send_lag p99 < 9ms'] }), {})[0]).toBe('failed');
  });

  it('is invalid in any case if samples are in doubt', () => {
    const invalid = ['3 samples of load thread 1/1 were lost'];
    for (const outcome of ['held', 'failed'] as const)
      expect(result(checkOf(outcome), { invalid, isConsistent: false })).toEqual(['invalid', 'generator', invalid[0]]);
  });

  it('is the gate if only an objective on failures was missed, and most failures were refusals', () => {
    const check = checkOf('failed');
    const expression = 'conversation_completion > 95%';
    const objectives = [
      { expression: INTENDED, state: 'inconclusive' as const, actual: '20 ms' },
      { expression, state: 'bad' as const, actual: '88 %' },
    ];
    const judgement = { ...check.judgement, objectives, why: [`${expression}: 88 %; 6 of 50 missed it`] };
    expect(result({ ...check, judgement }, {}).slice(0, 2)).toEqual(['failed', 'gate']);
    const open = { ...judgement, outcome: 'at-the-limit' as const };
    expect(result({ ...check, judgement: open }, {}).slice(0, 2)).toEqual(['at-the-limit', undefined]);
  });
});
