import { expect, it } from 'vitest';
import { formatPercent } from '../../src/platform/percent.ts';

it.each([
  [0, '0 %'],
  [1e-6, '<0.01 %'],
  [0.0025, '0.25 %'],
  [0.75, '75 %'],
  [0.9925, '99.25 %'],
  [0.999_999, '>99.99 %'],
  [1, '100 %'],
])('the share %d is %s', (share, text) => {
  expect(formatPercent(share)).toBe(text);
});
