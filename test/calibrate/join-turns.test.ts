import { expect, it } from 'vitest';
import { joinTurns } from '../../src/calibrate/trial/join-turns.ts';

const edges = (atUs: number) => ({ loUs: atUs, hiUs: atUs + 1 });
const logged = (conversation: number, turn: number, replied = true) => ({
  conversation,
  turn,
  sent: edges(turn * 100),
  firstReply: replied ? edges(turn * 100 + 50) : undefined,
  ended: edges(turn * 100 + 60),
});
const atEndpoint = (conversation: number, turn: number) => ({
  conversation,
  turn,
  received: edges(turn * 100 + 10),
  sent: edges(turn * 100 + 40),
});

it('joins by conversation and position within it, in any order', () => {
  const turns = [logged(1, 0), logged(2, 0), logged(1, 1)];
  const joined = joinTurns(turns, [atEndpoint(1, 1), atEndpoint(2, 0), atEndpoint(1, 0)]);
  expect(joined.map(({ conversation, sent, reference }) => [conversation, sent.loUs, reference.sent.loUs])).toEqual([
    [1, 0, 40],
    [2, 0, 40],
    [1, 100, 140],
  ]);
});

it.each([
  ['without a reply', [logged(1, 0, false)], [atEndpoint(1, 0)]],
  ['that the endpoint has not written down', [logged(1, 1)], [atEndpoint(1, 0)]],
  ['of a conversation the endpoint does not know', [logged(3, 0)], [atEndpoint(1, 0)]],
  ['that palaver has not written down', [], [atEndpoint(1, 0)]],
])('omits a turn %s', (_what, turns, atEndpoint) => {
  expect(joinTurns(turns, atEndpoint)).toEqual([]);
});
