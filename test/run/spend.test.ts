import { describe, expect, it } from 'vitest';
import { closedLoad } from '../../src/load/closed-load.ts';
import type { LoadProfile } from '../../src/load/load-profile.ts';
import { openLoad } from '../../src/load/open-load.ts';
import { arrivals } from '../../src/load/pacer.ts';
import type { Segment } from '../../src/load/segment.ts';
import { BudgetWatch, whyStop } from '../../src/run/spend.ts';
import type { Budget } from '../../src/scenario/scenario.ts';
import { recorderOf } from '../support/sample-run.ts';

const NONE: Budget = { inputs: undefined, conversations: undefined, costPerConversation: undefined, cost: undefined };
const HOUR = 3_600_000;

describe('a budget', () => {
  it.each<[string, Partial<Budget>, number, number, boolean, string | undefined]>([
    ['not yet reached', { inputs: 50 }, 49, 1, true, undefined],
    ['reached, with more to come', { inputs: 50 }, 50, 1, true, '50 inputs'],
    ['reached by a plan that wanted no more', { inputs: 50 }, 50, 1, false, undefined],
    ['passed, even so', { inputs: 50 }, 51, 1, false, '50 inputs'],
    ['of billable conversations', { conversations: 3 }, 120, 3, true, '3 billable conversations'],
    ['of money', { cost: 1, costPerConversation: 0.25 }, 10, 4, true, 'a cost of 1'],
    ['of money, a cent below', { cost: 1.01, costPerConversation: 0.25 }, 10, 4, true, undefined],
    ['that only has a price', { costPerConversation: 0.25 }, 1e6, 1e6, true, undefined],
    ['of several things', { inputs: 5, conversations: 2 }, 9, 4, true, '5 inputs and 2 billable conversations'],
  ])('%s', (_name, limits, inputs, conversations, moreToCome, spent) => {
    const price = limits.costPerConversation;
    const used = { inputs, conversations, cost: price === undefined ? undefined : conversations * price };
    const why = whyStop({ ...NONE, ...limits }, used, () => moreToCome);
    if (spent === undefined) expect(why).toBeUndefined();
    else expect(why).toContain(`the budget of ${spent} is used up`);
  });
});

describe('a running load', () => {
  const closed = (load: { durationMs?: number; conversations?: number }) =>
    closedLoad({ vus: 2, startSpreadMs: 0, gracefulStopMs: 0, ...load });
  const open = (arrivals: 'uniform' | 'poisson') =>
    openLoad({ ratePerSecond: 0.5, durationMs: 4000, arrivals, maxVus: 5, gracefulStopMs: 0 });

  function running(load: LoadProfile, seed = 1, share?: Segment) {
    const { table, recorder } = recorderOf();
    const reasons: string[] = [];
    const test = { recorder, elapsedMs: () => 1000 };
    const watch = new BudgetWatch({ ...NONE, inputs: 2 }, { load, seed, share }, { spend: (why) => reasons.push(why) });
    watch.begin(test);
    const { counters } = table.conversation(0, 0);
    const say = (times: number) => recorder.append(counters.inputs_sent, 0, times, 0);
    const fallDue = (times: number) => recorder.append(counters.conversations_due, 0, times, 0);
    const begin = (times: number) => {
      fallDue(times);
      recorder.append(counters.conversations_started, 0, times, 0);
    };
    return { watch, reasons, say, begin, fallDue };
  }

  it('is stopped once, when its inputs are used up', () => {
    const { watch, reasons, say } = running(closed({ durationMs: HOUR }));
    say(1);
    watch.end();
    expect(reasons).toEqual([]);
    say(1);
    watch.end();
    say(5);
    watch.end();
    expect(reasons).toHaveLength(1);
  });

  it('is not stopped if all its conversations have started', () => {
    const { watch, reasons, say, begin } = running(closed({ conversations: 2 }));
    begin(2);
    say(2);
    watch.end();
    expect(reasons).toEqual([]);
  });

  it('is stopped if one of them has not', () => {
    const { watch, reasons, say, begin } = running(closed({ conversations: 3 }));
    begin(2);
    say(2);
    watch.end();
    expect(reasons).toHaveLength(1);
  });

  it.each(['uniform', 'poisson'] as const)('is not stopped if the last of its %s arrivals has started', (kind) => {
    const load = open(kind);
    const seed = Array.from({ length: 100 }, (_, index) => index).find(
      (each) => [...arrivals(load, each, { index: 0, count: 1 })].length === 2,
    );
    const { watch, reasons, say, begin } = running(load, seed);
    begin(1);
    say(2);
    watch.end();
    expect(reasons).toHaveLength(1);
    const last = running(load, seed);
    last.begin(2);
    last.say(2);
    last.watch.end();
    expect(last.reasons).toEqual([]);
  });

  describe('in shards', () => {
    const third = { index: 1, count: 3 };
    const reasonsAfter = (load: LoadProfile, begun: number, seed = 1) => {
      const shard = running(load, seed, third);
      shard.begin(begun);
      shard.say(2);
      shard.watch.end();
      return shard.reasons;
    };
    const seven = closedLoad({ vus: 5, conversations: 7, startSpreadMs: 0, gracefulStopMs: 0 });
    const drawn = (kind: 'uniform' | 'poisson') =>
      openLoad({ ratePerSecond: 2, durationMs: 4000, arrivals: kind, maxVus: 5, gracefulStopMs: 0 });

    it.each<[string, LoadProfile, number]>([
      // Virtual users 1 and 4 have the conversations 1, 6 and 4.
      ['a total of conversations', seven, 3],
      ['uniform arrivals', drawn('uniform'), 3],
      ['poisson arrivals', drawn('poisson'), [...arrivals(drawn('poisson') as never, 1, third)].length],
    ])('a shard is stopped only if it has conversations to come itself: %s', (_name, load, all) => {
      expect(reasonsAfter(load, all - 1)).toHaveLength(1);
      expect(reasonsAfter(load, all)).toEqual([]);
    });
  });

  it('is stopped if arrivals wait for a user', () => {
    const { watch, reasons, say, begin, fallDue } = running(open('uniform'));
    begin(1);
    fallDue(1);
    say(2);
    watch.end();
    expect(reasons).toHaveLength(1);
  });
});
