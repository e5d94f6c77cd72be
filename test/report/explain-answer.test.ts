import { expect, it } from 'vitest';
import { explainAnswer } from '../../src/report/capacity/explain-answer.ts';

it.each([
  [0, 'pass'],
  [99, 'no load tested was sustained'],
  [112, 'the search ended before the capacity was found'],
  [113, /budget/],
])('explains exit code %i of a capacity search', (exitCode, text) => {
  expect(explainAnswer({ exitCode })).toMatch(text);
});
