import { expect, it } from 'vitest';
import { counted, countedWere, groupThousands } from '../../src/platform/group-thousands.ts';

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [5864565, '5,864,565'],
  [-12345, '-12,345'],
  [1234.5678, '1,234.5678'],
])('groups the thousands of %d', (number, text) => {
  expect(groupThousands(number)).toBe(text);
});

it('counts in singular and plural', () => {
  expect([counted(1, 'input'), counted(2500, 'input')]).toEqual(['1 input', '2,500 inputs']);
  expect([countedWere(1, 'turn'), countedWere(0, 'turn')]).toEqual(['1 turn was', '0 turns were']);
});
