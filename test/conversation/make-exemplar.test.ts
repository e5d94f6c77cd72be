import { expect, it } from 'vitest';
import { TurnTraces } from '../../src/conversation/record/turn-traces.ts';
import { edges, endedTurn } from '../support/ended-turn.ts';

it('keeps the first turns of an endless conversation, and its longest', () => {
  const traces = new TurnTraces();
  for (let number = 0; number < 5000; number++) {
    traces.add(endedTurn({ traceId: `t${number}`, ended: edges(number === 3000 ? 900 : 200) }));
  }
  const turns = traces.list();
  expect(turns).toHaveLength(40);
  expect([turns[0]!.traceId, turns[38]!.traceId, turns[39]!.traceId]).toEqual(['t0', 't38', 't3000']);
  expect(traces.longestMs).toBeCloseTo(799.99);
});
