import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TurnBatchBuilder, turnsIn } from '../../src/measure/turns/turn-batch.ts';
import { recorderOf } from '../support/sample-run.ts';
import { streamedTurn } from '../support/streamed-turn.ts';

const { table } = recorderOf();
const us = fc.double({ min: 0, max: 1e15, noNaN: true });
const edges = fc.record({ loUs: us, hiUs: us });
const word = fc.option(fc.string({ minLength: 1, unit: 'binary' }), { nil: undefined });
const turn = fc.record({
  counted: fc.nat(),
  label: fc.nat(),
  endedBy: fc.nat(),
  number: fc.nat(),
  vu: fc.nat(),
  index: fc.nat(),
  intendedUs: us,
  sent: edges,
  ended: edges,
  sessionId: fc.string(),
  utterance: fc.string({ unit: 'binary' }),
  traceId: word,
  failure: word,
  replies: fc.array(fc.record({ first: edges, text: fc.string({ unit: 'binary' }) }), { maxLength: 6 }),
  moreReplies: fc.constant(0),
});

describe('a batch of turns', () => {
  it('returns each turn unchanged and in order, also in another thread', () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 20 }), (turns) => {
        const builder = new TurnBatchBuilder();
        for (const each of turns) builder.add(each);
        expect([...turnsIn(structuredClone(builder.takeOut()))]).toEqual(turns);
        expect([builder.turns, builder.size, builder.takeOut()]).toEqual([
          0,
          0,
          { turns: 0, size: 0, numbers: [], texts: [] },
        ]);
      }),
    );
  });

  it('keeps the first 50 replies of a turn, and counts the others', () => {
    const replies = Array.from({ length: 70 }, (_, place) => ({
      first: { loUs: place, hiUs: place + 1 },
      text: `reply ${place}`,
    }));
    const builder = new TurnBatchBuilder();
    builder.add(streamedTurn(table, { replies }));
    builder.add(streamedTurn(table, { index: 1 }));
    const [flooded, next] = [...turnsIn(builder.takeOut())];
    expect(flooded).toMatchObject({ replies: replies.slice(0, 50), moreReplies: 20 });
    expect(next).toEqual(streamedTurn(table, { index: 1 }));
  });

  it('is as large as its texts', () => {
    const builder = new TurnBatchBuilder();
    builder.add(streamedTurn(table));
    const { size } = builder;
    builder.add(streamedTurn(table, { utterance: `hello${'.'.repeat(1000)}` }));
    expect(builder.size).toBe(2 * size + 2000);
  });
});
