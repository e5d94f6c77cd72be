import { expect, it } from 'vitest';
import { formatCount } from '../../src/render/tables/format-count.ts';

it.each([
  [999, '999'],
  [1200, '1,200'],
  [99_999, '99,999'],
  [100_000, '100.0k'],
  [999_949, '999.9k'],
  [999_950, '1.00M'],
  [123_456_789, '123.5M'],
])('shows %i in six characters', (count, text) => {
  expect(formatCount(count)).toBe(text);
  expect(text.length).toBeLessThanOrEqual(6);
});
