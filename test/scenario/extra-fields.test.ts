import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load-scenario.ts';

const load = (extra: string) =>
  loadScenario(`conversations:\n  - steps:\n      - { say: hi, extra: ${extra} }\n`, 'flow.yml', {
    env: {},
    needTargets: false,
  });

describe('extra fields of an input', () => {
  it('are passed through unchanged', () => {
    expect(load('{ reloadFlow: true, tags: [a] }').conversations[0]!.steps[0]!.extra).toEqual({
      reloadFlow: true,
      tags: ['a'],
    });
  });

  it('must not be those that palaver sets itself: they would be dropped silently', () => {
    expect(() => load('{ sessionId: mine }')).toThrow(
      /flow\.yml:3:\d+ +extra must not have a field that has its own key: .*sessionId/,
    );
  });
});
