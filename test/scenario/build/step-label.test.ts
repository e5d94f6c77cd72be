import { describe, expect, it } from 'vitest';
import { labelOfText, stepLabels, uniqueLabels } from '../../../src/scenario/step-label.ts';

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

  it('is numbered if its text repeats', () => {
    expect(uniqueLabels(['a', 'b', 'a', 'a'])).toEqual(['a', 'b', 'a (2)', 'a (3)']);
    expect(uniqueLabels(['a', 'a', 'a (2)'])).toEqual(['a', 'a (3)', 'a (2)']);
    expect(uniqueLabels(['a (2)', 'a', 'a', 'a (2)'])).toEqual(['a (2)', 'a', 'a (3)', 'a (2) (2)']);
  });

  it.each([
    ['shared by the steps that give it', ['as a', 'as a', 'b', 'as a'], ['a', 'a', 'b', 'a']],
    ['not that of a text, which is numbered', ['a', 'as a', 'a'], ['a (2)', 'a', 'a (3)']],
    ['not that of a numbered text', ['a', 'a', 'as a (2)', 'as a (2)'], ['a', 'a (3)', 'a (2)', 'a (2)']],
  ])('given by as is %s', (_name, written, expected) => {
    const steps = written.map((text) => ({ label: text.replace('as ', ''), isNamed: text.startsWith('as ') }));
    expect(stepLabels(steps)).toEqual(expected);
  });
});
