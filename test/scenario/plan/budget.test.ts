import { describe, expect, it } from 'vitest';
import { budgetObjections, type GuardedTarget, matchesHost } from '../../../src/scenario/plan/budget.ts';
import { describeLimits } from '../../../src/scenario/plan/describe-use.ts';
import type { PlannedUse } from '../../../src/scenario/plan/planned-use.ts';
import type { Budget } from '../../../src/scenario/scenario.ts';

const use = (inputsPerHour: number, connectionsPer5Minutes: number) =>
  ({ inputsPerHour, connectionsPer5Minutes }) as PlannedUse;
const target = (parts: Partial<Omit<GuardedTarget, 'protocol'>> = {}): GuardedTarget => {
  return {
    name: 'eu',
    protocol: 'cognigy',
    host: 'endpoint-eu.cognigy.ai',
    testMode: false,
    loopback: false,
    ...parts,
  };
};

describe('the platform limits', () => {
  it.each<[string, PlannedUse, Partial<GuardedTarget>, readonly string[] | undefined, number]>([
    ['600 test inputs an hour', use(600, 10), { testMode: true }, undefined, 0],
    ['one more', use(601, 10), { testMode: true }, undefined, 1],
    ['any number of inputs that are no tests', use(1e6, 10), {}, undefined, 0],
    ['1000 connections to a shared host', use(10, 1000), {}, undefined, 0],
    ['one more', use(10, 1001), {}, undefined, 1],
    ['both', use(601, 1001), { testMode: true }, undefined, 2],
    ['a host of one owner', use(10, 1e6), { host: 'bots.example.com' }, undefined, 0],
    ['a host that the scenario calls shared', use(10, 1001), { host: 'bots.example.com' }, ['bots.example.com'], 1],
    ['a host that it does not', use(10, 1e6), {}, [], 0],
    ['this machine', use(1e6, 1e6), { testMode: true, loopback: true }, ['*.cognigy.ai'], 0],
  ])('%s', (_name, planned, parts, shared, objections) => {
    expect(budgetObjections(planned, [target(parts)], shared)).toHaveLength(objections);
  });

  it('reports the plan and the limit', () => {
    const [inputs, connections] = budgetObjections(use(1200, 3000), [target({ testMode: true })]);
    expect(inputs).toBe('up to 1,200 inputs within an hour to eu in test mode, which allows 600');
    expect(connections).toMatch(/^up to 3,000 connections within 5 minutes to endpoint-eu\.cognigy\.ai, a shared host/);
  });
});

describe('several targets', () => {
  it('on one shared host count together, those on other hosts separately', () => {
    const targets = [
      target(),
      target({ name: 'b', host: 'ENDPOINT-EU.cognigy.ai' }),
      target({ host: 'us.cognigy.ai' }),
    ];
    expect(budgetObjections(use(10, 500), targets)).toEqual([]);
    expect(budgetObjections(use(10, 501), targets)).toEqual([
      'up to 1,002 connections within 5 minutes to endpoint-eu.cognigy.ai, a shared host that allows 1,000',
    ]);
  });
});

describe('the budget in relation to the plan', () => {
  const planned = { inputs: 120, billable: 40 } as PlannedUse;

  it.each([
    ['none', undefined, []],
    ['enough', { inputs: 240 }, ['budget        240 inputs']],
    [
      'too few inputs for both targets',
      { inputs: 239 },
      ['budget        239 inputs', '              may be used up before the end: the plan uses up to 240 inputs'],
    ],
    [
      'too little of everything, test mode being free',
      { inputs: 1, conversations: 39, cost: 3, costPerConversation: 0.1 },
      [
        'budget        1 input, 39 billable conversations, a cost of 3, at 0.1 per conversation',
        '              may be used up before the end: the plan uses up to 240 inputs, 40 billable conversations, a cost of 4',
      ],
    ],
  ])('%s', (_name, budget, lines) => {
    expect(describeLimits(planned, [target(), target({ testMode: true })], budget as Budget | undefined)).toEqual(
      lines,
    );
  });
});

describe('host patterns', () => {
  it.each([
    ['*.cognigy.ai', 'endpoint-trial.cognigy.ai', true],
    ['*.cognigy.ai', 'a.b.COGNIGY.ai', true],
    ['*.cognigy.ai', 'cognigy.ai', false],
    ['*.cognigy.ai', 'notcognigy.ai', false],
    ['bots.example.com', 'Bots.example.com', true],
    ['bots.example.com', 'eu.bots.example.com', false],
  ])('%s for %s: %s', (pattern, host, matches) => {
    expect(matchesHost(pattern, host)).toBe(matches);
  });
});
