import { describe, expect, it } from 'vitest';
import { addChunk, MAX_KEPT, newTurn } from '../../src/conversation/turn/open-turn.ts';
import type { ReplyChunkEvent } from '../../src/endpoint/endpoint-connection.ts';

const chunk = (index: number, messageId?: string): ReplyChunkEvent => ({
  kind: 'reply-chunk',
  atUs: index,
  acked: false,
  text: 'more',
  data: { index },
  messageId,
  finished: messageId === undefined,
  shows: 'content',
  traceId: 't',
  source: 'bot',
});

function flooded(count: number, messageId?: string) {
  const turn = newTurn(0, 0, { loUs: 0, hiUs: 0 }, 0);
  for (let index = 0; index < count; index++)
    addChunk(turn, chunk(index, messageId), { loUs: index, hiUs: index }, undefined);
  return turn;
}

describe('a turn with very many replies', () => {
  it('keeps its first replies and continues with the last, whose arrival time stays exact', () => {
    const turn = flooded(MAX_KEPT + 500);
    expect(turn.replies).toHaveLength(MAX_KEPT);
    expect(turn.replies.at(-1)).toMatchObject({
      first: { hiUs: MAX_KEPT - 1 },
      last: { hiUs: MAX_KEPT + 499 },
      chunks: 501,
    });
    expect(turn.lastOutput).toEqual({ loUs: MAX_KEPT + 499, hiUs: MAX_KEPT + 499 });
  });

  it('keeps the whole text of a stream and the data of its first chunks', () => {
    const [reply] = flooded(MAX_KEPT + 500, 'm').replies;
    expect(reply!.text).toHaveLength(4 * (MAX_KEPT + 500));
    expect(reply!.data).toHaveLength(MAX_KEPT);
  });
});
