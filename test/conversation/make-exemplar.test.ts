import { expect, it } from 'vitest';
import { keepTurn, longestTurnMs, type TurnTrace } from '../../src/conversation/make-exemplar.ts';
import { edges, endedTurn } from '../support/ended-turn.ts';

it('keeps the first turns of an endless conversation, and its longest', () => {
  const turns: TurnTrace[] = [];
  for (let number = 0; number < 5000; number++) {
    keepTurn(turns, endedTurn({ traceId: `t${number}`, ended: edges(number === 3000 ? 900 : 200) }));
  }
  expect(turns).toHaveLength(200);
  expect([turns[0]!.traceId, turns[198]!.traceId, turns[199]!.traceId]).toEqual(['t0', 't198', 't3000']);
  expect(longestTurnMs(turns)).toBeCloseTo(799.99);
});
