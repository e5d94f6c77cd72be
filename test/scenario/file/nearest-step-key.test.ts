import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../src/scenario/load-scenario.ts';
import { nearestStepKey } from '../../../src/scenario/schema/steps/nearest-step-key.ts';
import { STEP_KINDS } from '../../../src/scenario/schema/steps/step-keys.ts';

describe('the suggested step key', () => {
  it.each([
    ['sleep', 'pause'],
    ['delay', 'pause'],
    ['send', 'say'],
    ['click', 'press'],
    ['if', 'branch'],
    ['sya', 'say'],
    ['wiat', 'wait'],
    ['constructor', undefined],
  ])('by %s: %s', (key, meant) => {
    expect(nearestStepKey(key, STEP_KINDS)).toBe(meant);
  });

  it.each([
    ['- sleep: 5s', '"sleep" is not a step type; did you mean pause?'],
    ['- delay: 5s', '"delay" is not a step type; did you mean pause?'],
    ['- wait: 5s', 'to wait for a time, use pause: 5s'],
    ['- { send: hi, as: greeting }', 'has the unknown key "send"; did you mean say?'],
  ])('is none for %s', (step, message) => {
    const text = `conversations:\n  - steps:\n      ${step}\n`;
    expect(() => loadScenario(text, 's.yml', { env: {}, needTargets: false })).toThrow(message);
  });
});
