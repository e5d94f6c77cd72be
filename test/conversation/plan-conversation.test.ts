import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScriptedConversation } from '../../src/conversation/choose-conversation.ts';
import { ConversationChooser } from '../../src/conversation/choose-conversation.ts';
import { type PlannedConversation, planConversation } from '../../src/conversation/plan-conversation.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import { parseDistribution } from '../../src/platform/distribution.ts';
import type { Conversation, Feed } from '../../src/scenario/scenario.ts';
import { COGNIGY } from '../support/cognigy.ts';
import { conversationOf, Driver, ready, sayStep } from '../support/drive-machine.ts';

/** Conversations `c0`, `c1`, … with these weights, each of three steps that think for a second or so. */
function choicesOf(...parts: Partial<Conversation>[]): ScriptedConversation[] {
  const steps = ['a', 'b', 'c'].map((label) => sayStep({ label, think: parseDistribution('lognormal 1s 0.5')! }));
  const conversations = parts.map((part, index) => conversationOf(`c${index}`, steps, part));
  const names = conversations.map(({ name }) => ({ name, steps: ['a', 'b', 'c'] }));
  const table = new SeriesTable({ targets: ['eu'], conversations: names, failureClasses: [] });
  return conversations.map((conversation, index) => ({ conversation, series: table.conversation(0, index) }));
}

function planOf(
  choices: readonly ScriptedConversation[],
  number: number,
  { seed = 1, vu = 0 } = {},
): PlannedConversation {
  const plan = maybePlanOf(choices, number, { seed, vu });
  if (plan === 'feed-empty') throw new Error('feed-empty');
  return plan;
}

function maybePlanOf(choices: readonly ScriptedConversation[], number: number, { seed = 1, vu = 0 } = {}) {
  const thread = { seed, runId: 'run', todayMs: 0 };
  const chooser = new ConversationChooser(choices, seed);
  const target = { chooser, protocol: COGNIGY, sessionPrefix: 'run', marker: undefined };
  return planConversation(thread, target, { number, vu, intendedUs: 1000, anchored: false });
}

/** When the first utterance is due after ready at 0, µs. */
const firstThinkUs = ({ script }: PlannedConversation) =>
  new Driver(script).feed(ready(0)).wait(60_000).all('say')[0]!.intendedUs;

const feed = (rows: number, overrides: Partial<Feed> = {}): Feed => ({
  file: 'guests.csv',
  order: 'unique',
  whenEmpty: 'stop',
  columns: ['guest'],
  rows: Array.from({ length: rows }, (_, index) => ({ guest: `g${index}` })),
  ...overrides,
});
const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

describe('the plan of a conversation', () => {
  it('depends only on seed and number, not on the user or on earlier plans', () => {
    const choices = choicesOf({}, {}, {});
    const forward = numbers(50).map((number) => planOf(choices, number, { vu: number % 3 }));
    const backward = numbers(50)
      .reverse()
      .map((number) => planOf(choices, number, { vu: number % 7 }))
      .reverse();
    const drawn = (plans: typeof forward) => plans.map((plan) => [plan.name, firstThinkUs(plan)]);
    expect(drawn(forward)).toEqual(drawn(backward));
    expect(drawn(forward)).not.toEqual(drawn(numbers(50).map((number) => planOf(choices, number, { seed: 2 }))));
  });

  it('draws think times separately for every conversation, in µs', () => {
    const thinks = numbers(500).map((number) => firstThinkUs(planOf(choicesOf({}), number)));
    const median = thinks.sort((left, right) => left - right)[250]!;
    expect(median).toBeGreaterThan(850_000);
    expect(median).toBeLessThan(1_150_000);
  });

  it('takes recorded conversations in the given order, each with its first row', () => {
    const guests = feed(3);
    const choices = choicesOf({ feed: guests }, { feed: { ...guests, order: 'random' } }, {});
    const chooser = new ConversationChooser(choices, 1, [2, 0, 1]);
    const chosen = numbers(3).map((number) => chooser.choose(number));
    expect(chosen.map((choice) => choice.chosen.conversation.name)).toEqual(['c2', 'c0', 'c1']);
    expect(chosen.slice(1).map(({ rank }) => rank)).toEqual([0, 2]);
  });

  it('contains identity, time and series', () => {
    const choices = choicesOf({});
    const plan = planOf(choices, 42, { vu: 5 });
    const identity = { userId: 'run-u5', sessionId: 'run-c42' };
    expect(plan).toMatchObject({ number: 42, vu: 5, name: 'c0', intendedUs: 1000, identity });
    expect(plan.series).toBe(choices[0]!.series);
    expect(plan.script.steps.map((step) => step.label)).toEqual(['a', 'b', 'c']);
  });

  it('selects conversations by weight', () => {
    const choices = choicesOf({ weight: 1 }, { weight: 3 }, { weight: 0.5 }, { weight: 5.5 });
    const chooser = new ConversationChooser(choices, 1);
    const taken = numbers(4000).map((number) => chooser.choose(number).chosen.conversation.name);
    const share = (name: string) => taken.filter((each) => each === name).length / taken.length;
    for (const [name, expected] of Object.entries({ c0: 0.1, c1: 0.3, c2: 0.05, c3: 0.55 })) {
      expect(Math.abs(share(name) - expected)).toBeLessThan(0.03);
    }
  });

  it('keeps name and series of a conversation consistent', () => {
    const choices = choicesOf({}, {}, {});
    for (const number of numbers(30)) {
      const { name, series } = planOf(choices, number);
      expect(series).toBe(choices[Number(name.slice(1))]!.series);
    }
  });
});

describe('the identity of a conversation', () => {
  const idsOf = (identity: Partial<Conversation['identity']>, part: Partial<Conversation> = {}) =>
    planOf(choicesOf({ identity: { userId: 'perVu', session: 'new', channel: undefined, ...identity }, ...part }), 2, {
      vu: 5,
    }).identity;

  it('is a user per virtual user or per conversation', () => {
    expect(idsOf({})).toEqual({ userId: 'run-u5', sessionId: 'run-c2' });
    expect(idsOf({ userId: 'perConversation' })).toEqual({ userId: 'run-c2', sessionId: 'run-c2' });
  });

  it('may have its own channel', () => {
    expect(idsOf({ channel: 'load' })).toEqual({ userId: 'run-u5', sessionId: 'run-c2', channel: 'load' });
  });
});

describe('the row of a conversation', () => {
  const guestOf = (plan: PlannedConversation | 'feed-empty') =>
    plan === 'feed-empty' ? 'feed-empty' : plan.script.row?.guest;

  it('is the next one of its feed: none is skipped or used twice, in any order of requests', () => {
    const choices = choicesOf({ feed: feed(40) }, { weight: 2 });
    fc.assert(
      fc.property(fc.shuffledSubarray(numbers(60), { minLength: 60 }), (order) => {
        const chooser = new ConversationChooser(choices, 9);
        const ranks = order
          .map((number) => chooser.choose(number))
          .filter(({ chosen }) => chosen === choices[0])
          .map(({ rank }) => rank);
        expect(ranks.sort((left, right) => left - right)).toEqual(numbers(ranks.length));
      }),
      { numRuns: 20 },
    );
  });

  it('is missing after the last row: such a conversation is not planned', () => {
    const choices = choicesOf({ feed: feed(3) });
    expect(numbers(5).map((number) => guestOf(maybePlanOf(choices, number)))).toEqual([
      'g0',
      'g1',
      'g2',
      'feed-empty',
      'feed-empty',
    ]);
  });

  it('recycles if the feed does', () => {
    const choices = choicesOf({ feed: feed(2, { whenEmpty: 'recycle' }) });
    expect(numbers(5).map((number) => guestOf(maybePlanOf(choices, number)))).toEqual(['g0', 'g1', 'g0', 'g1', 'g0']);
  });
});
