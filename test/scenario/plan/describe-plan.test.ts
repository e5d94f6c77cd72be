import { describe, expect, it } from 'vitest';
import { type ClosedLoadInput, closedLoad } from '../../../src/load/closed-load.ts';
import { loadScenario } from '../../../src/scenario/load-scenario.ts';
import { describeLoad, describeStages, shownLoad } from '../../../src/scenario/plan/describe-load.ts';
import { describePlan } from '../../../src/scenario/plan/describe-plan.ts';
import { estimatePlan } from '../../../src/scenario/plan/estimate-plan.ts';
import { quickScenario } from '../../../src/scenario/quick-scenario.ts';
import { openLoadOf, rateStages } from '../../support/open-load.ts';

const load = (input: Omit<ClosedLoadInput, 'startSpreadMs' | 'gracefulStopMs'>) =>
  closedLoad({ ...input, startSpreadMs: 0, gracefulStopMs: 35_000 });
/** Two steps with 1 s of thinking and, as estimated, 1 s of answering each: 4 s. */
const quick = quickScenario(['hello', 'bye']);

const recorded = (starts: readonly number[]) =>
  openLoadOf({ starts: starts.map((atMs, conversation) => ({ atMs, conversation })) });

describe('the estimated duration of a plan', () => {
  it.each([
    [
      'recorded starts end with the last conversation',
      recorded([0, 1000, 2000, 20_000]),
      { conversations: 4, inputs: 8, durationMs: 24_000, peakVus: 3 },
    ],
    [
      'held users',
      load({ vus: 10, durationMs: 40_000 }),
      { conversations: 105, inputs: 210, durationMs: 40_000, peakVus: 10 },
    ],
    [
      'a ramp has half of it',
      load({ stages: [{ durationMs: 40_000, vus: 10 }] }),
      { conversations: 55, inputs: 110, durationMs: 40_000, peakVus: 10 },
    ],
    [
      'a number of conversations is exact',
      load({ vus: 4, conversations: 10 }),
      { conversations: 10, inputs: 20, durationMs: 12_000, peakVus: 4 },
    ],
    [
      'whichever ends first',
      load({ vus: 10, durationMs: 40_000, conversations: 30 }),
      { conversations: 30, inputs: 60, durationMs: 40_000, peakVus: 10 },
    ],
    [
      'each user begins one, however short the run',
      load({ vus: 100, durationMs: 100 }),
      { conversations: 100, inputs: 200, durationMs: 100, peakVus: 100 },
    ],
    [
      'a pace slower than the conversation',
      load({ vus: 10, durationMs: 40_000, paceMs: 10_000 }),
      { conversations: 45, inputs: 90, durationMs: 40_000, peakVus: 10 },
    ],
    [
      'arrivals',
      openLoadOf({ ratePerSecond: 5, durationMs: 40_000 }),
      { conversations: 200, inputs: 400, durationMs: 40_000, peakVus: 20 },
    ],
    [
      'arrivals on a ramp, with few users',
      openLoadOf({ stages: rateStages([40_000, 5]), maxVus: 7 }),
      { conversations: 100, inputs: 200, durationMs: 40_000, peakVus: 7 },
    ],
    [
      'a number of arrivals',
      openLoadOf({ ratePerSecond: 5, conversations: 20 }),
      { conversations: 20, inputs: 40, durationMs: 4000, peakVus: 20 },
    ],
  ])('%s', (_name, profile, expected) => {
    expect(estimatePlan(quick.conversations, profile)).toEqual(expected);
  });

  it('weights the conversations', () => {
    const text = 'conversations: [{ weight: 3, steps: [a, b, c, d] }, { steps: [a, b, c, d, e, f, g, h] }]';
    const { conversations } = loadScenario(text, 'x.yml', { env: {}, needTargets: false });
    expect(estimatePlan(conversations, load({ conversations: 100 }))).toMatchObject({ inputs: 500 });
  });

  // A usual reply takes 6 s to read, each answer 1 s.
  it.each([
    ['a', 1000],
    ['{ inject: a }', 1000],
    ['a, b', 8000],
    ['{ wait: any }, b', 8000],
  ])('counts no reading time before the first reply: %s takes %i ms', (steps, eachMs) => {
    const text = `defaults: { think: reading }\nconversations: [{ steps: [${steps}] }]`;
    const { conversations } = loadScenario(text, 'x.yml', { env: {}, needTargets: false });
    const held = load({ vus: 2, durationMs: 5 * eachMs });
    expect(estimatePlan(conversations, held)).toMatchObject({ conversations: 11 });
  });
});

describe('the description of a plan', () => {
  it('lists stages, weights and the expected use', () => {
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
      'stages        jump to 5, 1m to 20, 2m at 20',
      'duration      3m 00s, then up to 35.0 s for running conversations',
      'conversations long (75 %, 4 inputs)',
      '              short (25 %, 1 input)',
      "assumption    1 s per turn (palaver's default), median think times",
      'estimate      about 495 conversations, 1,609 inputs per target; in total 990 conversations, 3,218 inputs',
      '              up to 818 conversations, 2,659 inputs if the bot takes 0.2 s per turn instead of 1 s',
    ]);
  });

  it('mentions targets that get load in turn: then the load is shared', () => {
    const order = { kind: 'abba', blockMs: 60_000 } as const;
    const lines = describePlan(quick, load({ durationMs: 480_000 }), ['eu', 'us'], { order });
    expect(lines[1]).toBe('targets       eu, us (in slots of 1m 00s: eu us us eu …)');
    expect(lines.join('\n')).not.toMatch(/per target|in all/);
  });

  it('is short for a single conversation', () => {
    expect(describePlan(quick, load({ conversations: 1 }), ['default'])).toEqual([
      'scenario      quick',
      'load          closed, 1 virtual user, 1 conversation in total',
      'duration      about 4.00 s, or 2.40 s if the bot takes 0.2 s per turn',
      'conversations quick (2 inputs)',
      "assumption    1 s per turn (palaver's default), median think times",
      'estimate      about 1 conversation, 2 inputs',
    ]);
  });

  it('says that a load is too short for all conversations of the scenario', () => {
    const one = quick.conversations[0]!;
    const three = { ...quick, conversations: ['a', 'b', 'c'].map((name) => ({ ...one, name })) };
    expect(describePlan(three, load({ conversations: 1 }), []).at(-1)).toBe(
      '              not all of the 3 conversations of the scenario: set a longer load, such as --conversations 30',
    );
    expect(describePlan(three, load({ conversations: 3 }), []).join('\n')).not.toContain('not all');
  });

  it('shows 20 lines about conversations', () => {
    const one = quick.conversations[0]!;
    const planOf = (count: number) => {
      const conversations = Array.from({ length: count }, (_, index) => ({ ...one, name: `c${index}` }));
      const lines = describePlan({ ...quick, conversations }, recorded([0, 90_000]), []);
      expect(lines[1]).toBe(
        'load          open, 2 recorded starts in 1m 30s, at most 100 virtual users (further ones are dropped)',
      );
      return lines.slice(3, 23).map((line) => line.trim());
    };
    expect(planOf(20).at(-1)).toBe('c19 (5 %, 2 inputs)');
    expect(planOf(3000).slice(-2)).toEqual(['c18 (0.03 %, 2 inputs)', '… and 2,981 more conversations']);
  });

  it('uses the delay of the mock endpoint as response time, if it is the target', () => {
    const text = 'mock: { delay: lognormal 150ms 0.4 }\nconversations: [{ steps: [{ say: a, think: 1s }] }]';
    const scenario = loadScenario(text, 'x.yml', { env: {}, needTargets: false });
    const lines = describePlan(scenario, load({ vus: 2, conversations: 8 }), [], { isMocked: true });
    expect(lines.filter((line) => /^(duration|assumption|estimate)/.test(line))).toEqual([
      'duration      about 4.60 s',
      'assumption    0.15 s per turn (median delay of the mock endpoint), median think times',
      'estimate      about 8 conversations, 8 inputs',
    ]);
  });

  it('assumes nothing about turns where nothing is said', () => {
    const scenario = loadScenario('conversations: [{ steps: [{ pause: 5s }] }]', 'x.yml', {
      env: {},
      needTargets: false,
    });
    expect(describePlan(scenario, load({ conversations: 2 }), []).slice(2)).toEqual([
      'duration      about 10.0 s',
      'conversations conversation 1 (0 inputs)',
      'estimate      about 2 conversations, 0 inputs',
    ]);
  });

  it('names the profile, and what ends with a feed', () => {
    const text = 'conversations: [{ feed: { file: guests.csv, order: unique }, steps: ["{{guest}}"] }]';
    const scenario = loadScenario(text, 'scenarios/x.yml', { env: {}, needTargets: false });
    const rows = scenario.conversations[0]?.feed?.rows.length;
    expect(describePlan(scenario, load({ durationMs: 60_000 }), [], { profile: 'smoke' })).toEqual([
      'scenario      x',
      'profile       smoke',
      'load          closed, 1 virtual user',
      'duration      1m 00s, then up to 35.0 s for running conversations',
      `conversations conversation 1 (1 input; the run ends after the ${rows} rows of guests.csv)`,
      expect.stringMatching(/^assumption/),
      expect.stringMatching(/^estimate/),
      expect.stringMatching(/if the bot takes 0\.2 s/),
    ]);
  });

  it('of an open load lists its rate, maximum users and what is measured', () => {
    const stages = rateStages([30_000, 5], [60_000, 5]);
    const profile = openLoadOf({ stages, whenFull: 'wait', warmUpMs: 40_000, measure: 'steady', gracefulStopMs: 1000 });
    expect(describePlan(quick, profile, ['default']).slice(1, 5)).toEqual([
      'load          open, 5/s evenly spaced, at most 100 virtual users (further ones wait)',
      'stages        30s to 5/s, 1m at 5/s',
      'duration      1m 30s, then up to 1.00 s for running conversations',
      'measured      without the first 40.0 s, only the steady state, without ramps',
    ]);
    expect(describePlan(quick, profile, ['default']).at(-1)).toBe(
      'estimate      about 375 conversations, 750 inputs, about 20 virtual users at once if the bot takes 1 s per turn',
    );
  });

  it.each([
    [load({ vus: 3, durationMs: 60_000, paceMs: 10_000 }), 'closed, 3 virtual users, one conversation each every 10s'],
    [
      openLoadOf({ ratePerSecond: 0.5, conversations: 9, arrivals: 'poisson', maxVus: 1 }),
      'open, 30/min, Poisson arrivals, 9 conversations in total, at most 1 virtual user (further ones are dropped)',
    ],
  ])('describes a load in a few words', (profile, words) => {
    expect(describeLoad(profile)).toBe(words);
    expect(shownLoad(profile)).toBe(words);
  });

  it('groups digits only for people: stored descriptions are compared', () => {
    const big = load({ vus: 1200, durationMs: 60_000, conversations: 50_000 });
    expect(describeLoad(big)).toBe('closed, 1200 virtual users, 50000 conversations in total');
    expect(shownLoad(big)).toBe('closed, 1,200 virtual users, 50,000 conversations in total');
    const fast = openLoadOf({ stages: rateStages([1000, 1500], [1000, 0.25]) });
    expect(describeStages(fast)).toBe('1s to 1,500/s, 1s to 15/min');
  });

  it('does not list the points of a long timeline', () => {
    const stages = rateStages(...Array.from({ length: 400 }, (_, index) => [1000, index] as const));
    expect(describeStages(openLoadOf({ stages }))).toBe('400, too many to list');
  });
});
