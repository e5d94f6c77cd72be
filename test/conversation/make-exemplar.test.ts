import { expect, it } from 'vitest';
import { keepTurn, longestTurnMs, type TurnTrace } from '../../src/conversation/make-exemplar.ts';
import { edges, endedTurn } from '../support/ended-turn.ts';

it('keeps the first turns of an endless conversation, and its longest', () => {
  const turns: TurnTrace[] = [];
  for (let number = 0; number < 5000; number++) {
    keepTurn(turns, endedTurn({ traceId: `t${number}`, ended: edges(number === 3000 ? 900 : 200) }));
  }
  expect(turns).toHaveLength(40);
  expect([turns[0]!.traceId, turns[38]!.traceId, turns[39]!.traceId]).toEqual(['t0', 't38', 't3000']);
  expect(longestTurnMs(turns)).toBeCloseTo(799.99);
});
