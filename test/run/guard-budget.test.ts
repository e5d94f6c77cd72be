import { describe, expect, it } from 'vitest';
import { guardBudget, guardedTargets } from '../../src/run/guard-budget.ts';
import { resolveTargets } from '../../src/run/resolve-targets.ts';
import type { PlannedUse } from '../../src/scenario/plan/planned-use.ts';
import { refusal } from '../support/refusal.ts';

const MUCH = { inputs: 5000, inputsPerHour: 5000, connectionsPer5Minutes: 5000 } as PlannedUse;
const UNLIMITED = { budget: undefined, sharedHosts: undefined };
const at = (url: string, testMode = true) => guardedTargets(resolveTargets({ eu: { url, testMode } }, {}, {}));

describe('a plan above the limits', () => {
  it('is refused with 113, its numbers and what to do', () => {
    const error = refusal(() => guardBudget(MUCH, at('https://endpoint-eu.cognigy.ai/some-token'), UNLIMITED, {}));
    expect(error.exit).toBe('budget');
    expect(error.message).toMatch(/5,000 inputs .*; up to 5,000 connections/);
    expect(error.hint).toContain('--yes');
    expect(error.hint).toContain('budget: { inputs: 5000 }');
    expect(error.message + error.hint).not.toContain('some-token');
  });

  it('is also refused for a host with a final dot', () => {
    const error = refusal(() =>
      guardBudget(MUCH, at('https://endpoint-eu.cognigy.ai./some-token', false), UNLIMITED, {}),
    );
    expect(error.message).toContain('connections');
  });

  it.each(['http://localhost:4010/t', 'http://127.0.0.1:4010/t', 'http://[::1]:4010/t'])('may run at %s', (url) => {
    expect(() =>
      guardBudget(MUCH, at(url), { ...UNLIMITED, sharedHosts: ['localhost', '127.0.0.1', '::1'] }, {}),
    ).not.toThrow();
  });

  it('may run with --yes, or with a budget', () => {
    const targets = at('https://endpoint-eu.cognigy.ai/some-token');
    const budget = { inputs: 10, conversations: undefined, costPerConversation: undefined, cost: undefined };
    expect(() => guardBudget(MUCH, targets, UNLIMITED, { yes: true })).not.toThrow();
    expect(() => guardBudget(MUCH, targets, { ...UNLIMITED, budget }, {})).not.toThrow();
  });
});
