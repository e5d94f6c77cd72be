import { describe, expect, it } from 'vitest';
import type { ThreadDeps } from '../../src/conversation/conversation-deps.ts';
import type { PlannedConversation } from '../../src/conversation/plan-conversation.ts';
import { makeExemplar } from '../../src/conversation/record/make-exemplar.ts';
import { TurnTraces } from '../../src/conversation/record/turn-traces.ts';
import { shortHash } from '../../src/platform/redact.ts';
import type { Utterance } from '../../src/scenario/scenario.ts';
import { edges, endedTurn, replyOf } from '../support/ended-turn.ts';

it('keeps the first turns of an endless conversation, and its longest', () => {
  const traces = new TurnTraces();
  for (let number = 0; number < 5000; number++) {
    traces.add(endedTurn({ traceId: `t${number}`, ended: edges(number === 3000 ? 900 : 200) }), `say ${number}`);
  }
  const turns = traces.list();
  expect(turns).toHaveLength(40);
  expect([turns[0]!.traceId, turns[38]!.traceId, turns[39]!.traceId]).toEqual(['t0', 't38', 't3000']);
  expect([turns[0]!.utterance, turns[38]!.utterance, turns[39]!.utterance]).toEqual(['say 0', 'say 38', 'say 3000']);
  expect(traces.longestMs).toBeCloseTo(799.99);
});

describe('the texts of an exemplar', () => {
  const failure = {
    difference: 'text-differs',
    message: 'expected "{{pin}}", got 5',
    withTexts: 'expected "4711", got hi',
  };

  /** Of a step with these utterances, one of which became `said`. */
  function turnOf(utterance: Utterance, said: string, keepTexts: boolean) {
    const thread = { startUs: 0, keepTexts } as ThreadDeps;
    const script = { steps: [{ label: 'pin', utterance }] };
    const plan = { name: 'talk', number: 1, vu: 1, identity: { sessionId: 's' }, intendedUs: 0, script };
    const traces = new TurnTraces();
    traces.add(endedTurn({ outcome: 'mismatched', failure, replies: [replyOf('my\nanswer')] }), said);
    return makeExemplar(thread, 'eu', plan as unknown as PlannedConversation, { turns: traces, outcome: 'failed' })
      .turns[0]!;
  }
  const say = (...choices: string[]): Utterance => ({ kind: 'text', choices });

  it('are shown as in the scenario, and by length and hash', () => {
    expect(turnOf(say('my pin is {{pin}}'), 'my pin is 4711', false)).toMatchObject({
      step: 'pin',
      utterance: { length: 14, hash: shortHash('my pin is 4711', 8), template: 'my pin is {{pin}}' },
      replies: [{ arrivedMs: 150, length: 9, hash: shortHash('my\nanswer', 8) }],
      failure: 'expected "{{pin}}", got 5',
    });
  });

  it('have no template if several are possible, or if the bot named the text', () => {
    expect(turnOf(say('a {{pin}}', 'b {{pin}}'), 'a 4711', false).utterance).not.toHaveProperty('template');
    expect(turnOf(say('one', 'two'), 'two', false).utterance.template).toBe('two');
    const press = { kind: 'press', title: undefined, number: 1 } as const;
    expect(turnOf(press, 'Call Ms Smith', false).utterance).toEqual({
      length: 13,
      hash: shortHash('Call Ms Smith', 8),
    });
  });

  it('are kept in plain text, in one line and truncated, with --keep-texts', () => {
    const turn = turnOf(say('my pin is {{pin}}'), `my pin is 4711 ${'x'.repeat(400)}`, true);
    expect(turn.utterance).toEqual({ length: 415, text: expect.stringMatching(/^my pin is 4711 x{284}…$/) });
    expect(turn.replies).toEqual([{ arrivedMs: 150, length: 9, text: 'my answer' }]);
    expect(turn.failure).toBe('expected "4711", got hi');
  });
});
