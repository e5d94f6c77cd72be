import { expect, it } from 'vitest';
import { offByAtMostMs, wordError } from '../../src/report/word-error.ts';

it.each([
  [0.9, 0, 'overstated by 0.9 ms', 0.9],
  [0.92, 0.2, 'overstated by 0.7 to 0.9 ms', 0.92],
  [0.04, 0.01, 'overstated by 0.03 to 0.04 ms', 0.04],
  [12.34, 0.01, 'overstated by 12.3 ms', 12.34],
  [-0.5, 0, 'understated by 0.5 ms', 0.5],
  // The truth is even higher than what the endpoint measured at least.
  [-0.5, 0.3, 'understated by 0.5 to 0.8 ms', 0.8],
  [0.2, 0.5, 'off by at most 0.3 ms', 0.3],
  [0.5, 0.6, 'off by at most 0.5 ms', 0.5],
  [0, 0.02, 'off by at most 0.02 ms', 0.02],
  [0.5, 0.5, 'overstated by 0.00 to 0.5 ms', 0.5],
])('an error of %f ms with an uncertainty of %f ms is %s', (errorMs, uncertaintyMs, words, atMostMs) => {
  expect(wordError({ errorMs, uncertaintyMs })).toBe(words);
  expect(offByAtMostMs({ errorMs, uncertaintyMs })).toBeCloseTo(atMostMs, 9);
});
