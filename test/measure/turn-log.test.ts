import { expect, it } from 'vitest';
import { type LoggedTurn, TurnLog } from '../../src/measure/turns/turn-log.ts';

const turn = (place: number): LoggedTurn => ({
  conversation: 3,
  turn: place,
  sent: { loUs: 10, hiUs: 11 },
  firstReply: place === 0 ? undefined : { loUs: 20, hiUs: 21 },
  ended: { loUs: 30, hiUs: 31 },
});

it('a log of turns passes on to one thread what another appended, or reports an overflow', () => {
  const log = new TurnLog(2);
  const elsewhere = new TurnLog(log.buffer);
  for (const place of [0, 1]) elsewhere.append(turn(place));
  expect([...log.turns()]).toEqual([turn(0), turn(1)]);
  elsewhere.append(turn(2));
  expect(() => [...log.turns()]).toThrow('1 turns did not fit into the log');
});
