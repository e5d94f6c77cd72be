import { describe, expect, it } from 'vitest';
import { KnownError } from '../../src/platform/known-error.ts';
import { quickScenario } from '../../src/scenario/quick-scenario.ts';

describe('a scenario without a file', () => {
  it('is one conversation that sends its texts in order', () => {
    const scenario = quickScenario(['hello', 'book a table', 'hello', '4']);
    expect(scenario).toMatchObject({ name: 'quick', targets: {}, load: undefined, thresholds: [] });
    expect(scenario.conversations).toHaveLength(1);
    expect(scenario.conversations[0]?.steps.map(({ label }) => label)).toEqual([
      'hello',
      'book a table',
      'hello (2)',
      '4',
    ]);
    expect(scenario.conversations[0]?.steps[3]).toMatchObject({ utterance: { choices: ['4'] }, timeoutMs: 30_000 });
  });

  it('has another hash for other texts', () => {
    expect(quickScenario(['a', 'b']).sha256).toBe(quickScenario(['a', 'b']).sha256);
    expect(quickScenario(['a', 'b']).sha256).not.toBe(quickScenario(['a b']).sha256);
  });

  it.each([
    ['nothing', [], /steps must have at least one step/],
    ['an empty text', ['hello', ''], /step 2 must not be empty/],
    ['an unknown variable', ['hello {{name}}'], /uses \{\{name\}\}, but "quick" has no such variable/],
    ['a template without end', ['hello {{name'], /is not a valid template/],
  ])('rejects %s', (_name, say, message) => {
    expect(() => quickScenario(say)).toThrow(KnownError);
    expect(() => quickScenario(say)).toThrow(message);
  });
});
