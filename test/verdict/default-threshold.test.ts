import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLD, withDefaultThreshold } from '../../src/verdict/default-threshold.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';

const hasDefault = (...expressions: string[]) =>
  withDefaultThreshold(expressions.map(parseThreshold)).includes(DEFAULT_THRESHOLD);

describe('the default threshold', () => {
  it.each([
    [true, []],
    [true, ['first_output p(95) < 1s', 'turn_failure < 1%']],
    [true, ['conversation_completion{target=eu} > 99%']],
    [true, ['conversation_completion > 50% in 50% of windows']],
    [true, ['conversation_completion > 99% in steady']],
    [false, ['conversation_completion > 20%']],
    [false, ['turn p(95) < 1s', 'conversation_completion >= 0%']],
  ])('is added: %s, next to %j', (kept, expressions) => {
    expect(hasDefault(...expressions)).toBe(kept);
  });
});
