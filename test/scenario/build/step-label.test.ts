import { describe, expect, it } from 'vitest';
import { labelOfText, uniqueLabels } from '../../../src/scenario/step-label.ts';

describe('the label of a step', () => {
  it.each([
    ['hello', 'hello'],
    ['I would like to book a table for four people', 'I would like to book a table for'],
    ['12345678901234567890123456789012', '12345678901234567890123456789012'],
    ['  two\n\tlines  ', 'two lines'],
    ['🍕'.repeat(40), '🍕'.repeat(32)],
    ['', ''],
  ])('of %j is %j', (text, label) => {
    expect(labelOfText(text)).toBe(label);
  });

  it('is unique in its conversation', () => {
    expect(uniqueLabels(['a', 'b', 'a', 'a'])).toEqual(['a', 'b', 'a (2)', 'a (3)']);
    expect(uniqueLabels(['a', 'a', 'a (2)'])).toEqual(['a', 'a (3)', 'a (2)']);
    expect(uniqueLabels(['a (2)', 'a', 'a', 'a (2)'])).toEqual(['a (2)', 'a', 'a (3)', 'a (2) (2)']);
  });
});
