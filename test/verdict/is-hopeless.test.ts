import { describe, expect, it } from 'vitest';
import { isHopeless } from '../../src/verdict/is-hopeless.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import type { ThresholdResult } from '../../src/verdict/threshold-result.ts';

function missed(expression: string, actual: number, samples = 100): ThresholdResult {
  const threshold = parseThreshold(expression);
  return { threshold, state: 'fail', unit: 'count', actual, lower: undefined, atLeast: undefined, samples };
}

describe('whether a threshold can no longer be met', () => {
  it.each([
    ['turns_timed_out < 3', 3, true],
    ['turns_timed_out == 0', 1, true],
    ['turns_completed == 10', 9, false],
    ['turns_completed > 1000', 400, false],
    ['turns_completed != 4', 4, false],
    ['turn count >= 1000', 400, false],
    ['turn p95 < 2s', 3e6, true],
    ['conversation_completion > 99%', 0.5, true],
  ])('%s at %d: %s', (expression, actual, hopeless) => {
    expect(isHopeless(missed(expression, actual), 0)).toBe(hopeless);
  });

  it('includes running conversations for goodput', () => {
    // 2/s over 10 s; 30 more would make it 5/s.
    expect(isHopeless(missed('goodput > 4/s', 2, 10), 30)).toBe(false);
    expect(isHopeless(missed('goodput > 4/s', 2, 10), 19)).toBe(true);
    expect(isHopeless(missed('goodput < 1/s', 2, 10), 30)).toBe(true);
  });

  it('requires a miss', () => {
    expect(isHopeless({ ...missed('turn p95 < 2s', 1e6), state: 'inconclusive' }, 0)).toBe(false);
  });
});
