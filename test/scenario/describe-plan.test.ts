import { describe, expect, it } from 'vitest';
import { type ClosedLoadInput, closedLoad } from '../../src/load/closed-load.ts';
import { describePlan } from '../../src/scenario/describe-plan.ts';
import { estimatePlan } from '../../src/scenario/estimate-plan.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { quickScenario } from '../../src/scenario/quick-scenario.ts';

const load = (input: Omit<ClosedLoadInput, 'startSpreadMs' | 'gracefulStopMs'>) =>
  closedLoad({ ...input, startSpreadMs: 0, gracefulStopMs: 35_000 });
/** Two steps with 1 s of thinking and, as estimated, 1 s of answering each: 4 s. */
const quick = quickScenario(['hello', 'bye']);

describe('the estimate of a plan', () => {
  it.each([
    ['held users', load({ vus: 10, durationMs: 40_000 }), { conversations: 105, inputs: 210, durationMs: 40_000 }],
    [
      'a ramp has half of it',
      load({ stages: [{ durationMs: 40_000, vus: 10 }] }),
      { conversations: 55, inputs: 110, durationMs: 40_000 },
    ],
    [
      'a number of conversations is exact',
      load({ vus: 4, conversations: 10 }),
      { conversations: 10, inputs: 20, durationMs: 12_000 },
    ],
    [
      'whichever ends first',
      load({ vus: 10, durationMs: 40_000, conversations: 30 }),
      { conversations: 30, inputs: 60, durationMs: 40_000 },
    ],
    [
      'each user begins one, however short the run',
      load({ vus: 100, durationMs: 100 }),
      { conversations: 100, inputs: 200, durationMs: 100 },
    ],
  ])('%s', (_name, profile, expected) => {
    expect(estimatePlan(quick.conversations, profile)).toEqual(expected);
  });

  it('weighs the conversations', () => {
    const text = 'conversations: [{ weight: 3, steps: [a, b, c, d] }, { steps: [a, b, c, d, e, f, g, h] }]';
    const { conversations } = loadScenario(text, 'x.yml', { env: {}, needTargets: false });
    expect(estimatePlan(conversations, load({ conversations: 100 }))).toMatchObject({ inputs: 500 });
  });
});

describe('the plan in words', () => {
  it('tells stages, shares and what to expect', () => {
    const text =
      'name: talk\nconversations: [{ name: long, weight: 3, steps: [a, b, c, d] }, { name: short, steps: [a] }]';
    const scenario = loadScenario(text, 'x.yml', { env: {}, needTargets: false });
    const stages = [
      { durationMs: 0, vus: 5 },
      { durationMs: 60_000, vus: 20 },
      { durationMs: 120_000, vus: 20 },
    ];
    expect(describePlan(scenario, load({ stages }), ['eu', 'us'])).toEqual([
      'scenario      talk',
      'targets       eu, us (each gets the whole load)',
      'load          closed, up to 20 virtual users',
      'stages        jump to 5, 60s to 20, 120s at 20',
      'duration      3m 00s, then up to 35.0 s for running conversations',
      'conversations long (75 %, 4 inputs)',
      '              short (25 %, 1 input)',
      'expected      roughly 495 conversations (a connection each), 1609 inputs per target',
    ]);
  });

  it('of a single conversation is short', () => {
    expect(describePlan(quick, load({ conversations: 1 }), ['default'])).toEqual([
      'scenario      quick',
      'targets       default',
      'load          closed, 1 virtual user, 1 conversation in total',
      'duration      about 4.00 s',
      'conversations quick (2 inputs)',
      'expected      roughly 1 conversation (a connection each), 2 inputs',
    ]);
  });
});
