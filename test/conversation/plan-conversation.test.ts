import { describe, expect, it } from 'vitest';
import type { ScriptedConversation } from '../../src/conversation/load-thread.ts';
import { planConversation } from '../../src/conversation/plan-conversation.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import { parseDistribution } from '../../src/platform/distribution.ts';
import { conversationOf, sayStep } from '../support/drive-machine.ts';

/** Conversations `c0`, `c1`, … with these weights, each of three steps that think for a second or so. */
function choicesOf(...weights: number[]): ScriptedConversation[] {
  const steps = ['a', 'b', 'c'].map((label) => sayStep({ label, think: parseDistribution('lognormal 1s 0.5')! }));
  const conversations = weights.map((weight, index) => conversationOf(`c${index}`, steps, { weight }));
  const names = conversations.map(({ name }) => ({ name, steps: ['a', 'b', 'c'] }));
  const table = new SeriesTable({ targets: ['eu'], conversations: names, failureClasses: [] });
  return conversations.map((conversation, index) => ({ conversation, series: table.conversation(0, index) }));
}

const slot = (number: number, seed = 1, vu = 0) => ({
  seed,
  number,
  vu,
  intendedUs: 1000,
  identity: { userId: 'u', sessionId: 's' },
});
const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

describe('the plan of a conversation', () => {
  it('depends on seed and number alone: not on who holds it, nor on what was planned before', () => {
    const choices = choicesOf(1, 1, 1);
    const forward = numbers(50).map((number) => planConversation(choices, slot(number, 1, number % 3)));
    const backward = numbers(50)
      .reverse()
      .map((number) => planConversation(choices, slot(number, 1, number % 7)))
      .reverse();
    const drawn = (plans: typeof forward) => plans.map(({ name, script }) => [name, script.thinkUs]);
    expect(drawn(forward)).toEqual(drawn(backward));
    expect(drawn(forward)).not.toEqual(drawn(numbers(50).map((number) => planConversation(choices, slot(number, 2)))));
  });

  it('draws a think time of its own for every step, in µs', () => {
    const { script } = planConversation(choicesOf(1), slot(0));
    expect(new Set(script.thinkUs).size).toBe(3);
    const thinks = numbers(500).flatMap((number) => planConversation(choicesOf(1), slot(number)).script.thinkUs);
    const median = thinks.sort((left, right) => left - right)[750]!;
    expect(median).toBeGreaterThan(900_000);
    expect(median).toBeLessThan(1_100_000);
  });

  it('carries who, when and which series', () => {
    const choices = choicesOf(1);
    const plan = planConversation(choices, slot(42, 1, 5));
    expect(plan).toMatchObject({ number: 42, vu: 5, name: 'c0', intendedUs: 1000, identity: { sessionId: 's' } });
    expect(plan.series).toBe(choices[0]!.series);
    expect(plan.script.steps.map((step) => step.label)).toEqual(['a', 'b', 'c']);
  });

  it('takes each conversation as often as its weight says', () => {
    const choices = choicesOf(1, 3, 0.5, 5.5);
    const taken = numbers(4000).map((number) => planConversation(choices, slot(number)).name);
    const share = (name: string) => taken.filter((each) => each === name).length / taken.length;
    for (const [name, expected] of Object.entries({ c0: 0.1, c1: 0.3, c2: 0.05, c3: 0.55 })) {
      expect(Math.abs(share(name) - expected)).toBeLessThan(0.03);
    }
  });

  it('keeps name and series of a conversation together', () => {
    const choices = choicesOf(1, 1, 1);
    for (const number of numbers(30)) {
      const { name, series } = planConversation(choices, slot(number));
      expect(series).toBe(choices[Number(name.slice(1))]!.series);
    }
  });
});
