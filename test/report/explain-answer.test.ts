import { expect, it } from 'vitest';
import { explainAnswer } from '../../src/report/capacity/explain-answer.ts';
import { SAMPLE_STEPS, sampleCapacity, sampleStep } from '../support/sample-capacity.ts';

const { answer } = sampleCapacity();
const explained = (exitCode: number, outcome?: 'failed' | 'at-the-limit') =>
  explainAnswer({
    answer: { ...answer, exitCode, ...(outcome && { failed: 10, status: 'missed' as const }) },
    steps: outcome ? [sampleStep(1, 'ramp-up', 10, outcome)] : [...SAMPLE_STEPS],
  });

it.each([
  [0, 'pass'],
  [112, 'the answer is not confirmed'],
  [113, /budget/],
])('explains exit code %i of a capacity search', (exitCode, text) => {
  expect(explained(exitCode)).toMatch(text);
});

it('says that a search ended early', () => {
  const unfinished = { ...answer, exitCode: 112, status: 'unfinished' as const };
  expect(explainAnswer({ answer: unfinished, steps: [...SAMPLE_STEPS] })).toBe(
    'the search ended before the capacity was found',
  );
});

it('says whether the lowest load failed or was inconclusive', () => {
  expect(explained(99, 'failed')).toBe('the lowest load did not meet the objectives');
  expect(explained(112, 'at-the-limit')).toBe('the lowest load was inconclusive');
});
