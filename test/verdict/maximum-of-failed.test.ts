import { describe, expect, it } from 'vitest';
import { describeActual } from '../../src/verdict/describe-result.ts';
import { evaluateThreshold } from '../../src/verdict/evaluate.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { appendConversation, recorderOf } from '../support/sample-run.ts';

function judge(expression: string, outcomes: readonly ('completed' | 'timed-out' | 'interrupted')[]) {
  const { table, recorder } = recorderOf();
  for (const outcome of outcomes) {
    const turnUs = outcome === 'completed' ? 4_000 : 100_000;
    appendConversation(recorder, table, [{ step: 0, atMs: 0, outcome, firstOutputUs: turnUs, turnUs }]);
  }
  const result = evaluateThreshold(parseThreshold(expression), recorder.readings(), 10_000);
  return { state: result.state, actual: describeActual(result) };
}

describe('a threshold on the maximum', () => {
  it('fails as soon as one turn has no value, however fast the others were', () => {
    expect(judge('turn max < 50ms', ['completed', 'timed-out'])).toEqual({
      state: 'fail',
      actual: '>100 ms (among the failed turns, ranked as slowest)',
    });
    expect(judge('first_output max < 10m', ['completed', 'timed-out']).state).toBe('fail');
  });

  it('fails if an interrupted turn had already lasted longer, and is inconclusive otherwise', () => {
    expect(judge('turn max < 50ms', ['completed', 'interrupted'])).toEqual({
      state: 'fail',
      actual: 'at least 100 ms',
    });
    expect(judge('turn max < 150ms', ['completed', 'interrupted'])).toEqual({
      state: 'inconclusive',
      actual: 'at least 100 ms',
    });
  });
});
