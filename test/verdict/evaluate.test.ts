import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeActual, describeMiss } from '../../src/verdict/describe-result.ts';
import { evaluateThreshold } from '../../src/verdict/evaluate.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { testInterval } from '../../src/verdict/scopes/interval-test.ts';
import type { Operator, Threshold } from '../../src/verdict/threshold.ts';
import { appendConversation, recorderOf } from '../support/sample-run.ts';

/** So many completed turns of `turnUs` each, of which some time out instead, over ten seconds. */
function judge(
  expression: string,
  run: { turns: number; timedOut?: number; turnUs?: number; coarseUs?: number },
  overrides: Partial<Threshold> = {},
) {
  const { table, recorder } = recorderOf();
  const { turns, timedOut = 0, turnUs = 1_000_000, coarseUs = 0 } = run;
  for (let number = 0; number < turns; number++) {
    const outcome = number < timedOut ? 'timed-out' : 'completed';
    appendConversation(recorder, table, [{ step: 0, atMs: 0, outcome, firstOutputUs: turnUs, turnUs, coarseUs }]);
  }
  const result = evaluateThreshold({ ...parseThreshold(expression), ...overrides }, recorder.readings(), 10_000);
  return { ...result, actualText: describeActual(result), missText: describeMiss(result) };
}

describe('evaluating a threshold', () => {
  it.each([
    ['turn p(95) < 1100ms', 'pass', '1.00 s', '9 % to spare'],
    ['turn p(95) < 900ms', 'fail', '1.00 s', 'exceeds the limit by 100 ms (11 %)'],
    ['turn p(95) > 900ms', 'pass', '1.00 s', '100 ms above the minimum'],
    ['turn p(95) > 2s', 'fail', '1.00 s', 'misses the limit by 1.00 s (50 %)'],
    ['turn mean < 1100ms', 'pass', '1.00 s', '9 % to spare'],
    ['turn max <= 1s', 'pass', '1.00 s', ''],
    ['turn min >= 1s', 'pass', '1.00 s', ''],
    ['turn stddev < 1ms', 'pass', '0.00 ms', '100 % to spare'],
    ['turn count == 300', 'pass', '300', ''],
    ['conversation_completion > 99%', 'pass', '100 %', '1 pp to spare'],
    ['turn_failure < 1%', 'pass', '0 %', '1 pp to spare'],
    ['goodput > 40/s', 'fail', '30/s', 'misses the limit by 10/s (25 %)'],
    ['inputs_sent == 299', 'fail', '300', 'expected 299'],
    ['inputs_sent != 300', 'fail', '300', 'must not be 300'],
    ['turns_timed_out == 0', 'pass', '0', ''],
  ])('%s → %s', (expression, state, actualText, missText) => {
    expect(judge(expression, { turns: 300 })).toMatchObject({ state, actualText, missText });
  });

  it('reports the distance of a share in percentage points', () => {
    expect(judge('conversation_completion > 99%', { turns: 100, timedOut: 3 })).toMatchObject({
      state: 'fail',
      actualText: '97 %',
      missText: 'misses the limit by 2 pp',
    });
  });

  it('fails every upper limit if the quantile lies among failed turns, however high the limit', () => {
    const result = judge('turn p(95) < 10m', { turns: 200, timedOut: 20, turnUs: 30_000_000 });
    expect(result).toMatchObject({
      state: 'fail',
      actual: undefined,
      atLeast: 30_000_000,
      actualText: '>30.0 s (among the failed turns, ranked as slowest)',
    });
  });

  it('counts failed turns in a mean with their waiting time, so that failing does not lower it', () => {
    const run = { turns: 300, timedOut: 100, turnUs: 1_000_000 };
    expect(judge('turn mean < 1100ms', run)).toMatchObject({ samples: 300 });
    const timeout = { turns: 400, timedOut: 200, turnUs: 30_000_000 };
    expect(judge('turn mean < 31s', timeout).state).toBe('pass');
    expect(judge('turn mean < 29s', timeout).state).toBe('fail');
  });

  it('shows the bounds from interrupted conversations, and the distance of the worse one from the limit', () => {
    const { table, recorder } = recorderOf();
    for (let number = 0; number < 100; number++) {
      const outcome = number < 20 ? 'interrupted' : 'completed';
      appendConversation(recorder, table, [{ step: 0, atMs: 0, outcome, firstOutputUs: 1000, turnUs: 1000 }]);
    }
    const result = evaluateThreshold(parseThreshold('conversation_completion > 50%'), recorder.readings(), 10_000);
    expect([result.state, describeActual(result), describeMiss(result)]).toEqual([
      'pass',
      '80 % to 100 %',
      '30 pp to spare',
    ]);
  });

  it('is inconclusive if one bound meets the limit and the other does not', () => {
    const run = { turns: 300, coarseUs: 50_000 };
    expect(judge('turn p(95) < 980ms', run)).toMatchObject({ state: 'inconclusive', actualText: '950 ms to 1.00 s' });
    expect(judge('turn p(95) < 1010ms', run).state).toBe('pass');
    expect(judge('turn p(95) < 940ms', run).state).toBe('fail');
    expect(judge('turn mean > 980ms', run).state).toBe('inconclusive');
  });

  it('does not use a maximum as a quantile, unless minSamples allows it', () => {
    expect(judge('turn p(95) < 2s', { turns: 19 })).toMatchObject({ state: 'too-few', samples: 19 });
    expect(judge('turn p(95) < 2s', { turns: 20 }).state).toBe('pass');
    expect(judge('turn p(95) < 2s', { turns: 5 }, { minSamples: 5 }).state).toBe('pass');
    expect(judge('turn p(95) < 2s', { turns: 99 }, { minSamples: 100 }).state).toBe('too-few');
  });

  it('never passes without data', () => {
    for (const expression of [
      'turn p(95) < 2s',
      'turn mean < 2s',
      'turn count < 5',
      'turns_timed_out == 0',
      'conversation_completion > 0%',
      'turn_failure < 100%',
      'goodput >= 0/s',
    ])
      expect(judge(expression, { turns: 0 })).toMatchObject({
        state: 'no-data',
        actual: undefined,
        actualText: 'no data',
      });
    expect(judge('turn{step="party size"} p95 < 2s', { turns: 300 }).state).toBe('no-data');
  });

  it('evaluates an interval as every value in it', () => {
    const operators: Readonly<Record<Operator, (value: number, limit: number) => boolean>> = {
      '<': (value, limit) => value < limit,
      '<=': (value, limit) => value <= limit,
      '>': (value, limit) => value > limit,
      '>=': (value, limit) => value >= limit,
      '==': (value, limit) => value === limit,
      '!=': (value, limit) => value !== limit,
    };
    const operator = fc.constantFrom(...(Object.keys(operators) as Operator[]));
    fc.assert(
      fc.property(
        fc.nat({ max: 8 }),
        fc.nat({ max: 4 }),
        operator,
        fc.nat({ max: 14 }),
        (lower, width, name, limit) => {
          // Half steps: a limit between two whole values is inside the interval too.
          const inside = Array.from({ length: 2 * width + 1 }, (_, index) => lower + index / 2);
          const met = inside.filter((value) => operators[name](value, limit / 2)).length;
          const expected = met === inside.length ? 'pass' : met === 0 ? 'fail' : 'inconclusive';
          expect(testInterval({ lower, upper: lower + width }, name, limit / 2)).toBe(expected);
        },
      ),
    );
  });
});
