import type { ReplyChunkEvent } from '../../endpoint/endpoint-connection.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import { elapsed } from '../../platform/time/elapsed.ts';
import { continuedReply, type OpenTurn } from './open-turn.ts';

/** A duration measured at the arrival of a chunk. `position`: of the reply in its turn, from 0. */
export interface ReplyTiming {
  readonly kind: 'measure';
  readonly metric: 'reply' | 'reply_gap' | 'chunk_gap' | 'reply_complete' | 'typing' | 'wait' | 'push' | 'push_http';
  readonly loUs: number;
  readonly hiUs: number;
  readonly position: number;
}

/** The durations that end with the arrival of this chunk, given the turn before it. */
export function timingsOfChunk(turn: OpenTurn, chunk: ReplyChunkEvent, arrived: Bounds): ReplyTiming[] {
  const index = continuedReply(turn.replies, chunk);
  const reply = turn.replies[index];
  if (reply) {
    const timings = chunk.shows === 'marker' ? [] : [timing('chunk_gap', reply.last, arrived)];
    if (chunk.finished && !reply.finished) timings.push(timing('reply_complete', turn.sent, arrived));
    return timings;
  }
  if (chunk.shows !== 'content') return [];
  const timings = [timing('reply', turn.sent, arrived, turn.replies.length)];
  const previous = turn.replies.at(-1);
  if (previous) timings.push(timing('reply_gap', previous.first, arrived));
  return timings;
}

/** The time from one instant to another. */
export function timing(metric: ReplyTiming['metric'], from: Bounds, to: Bounds, position = 0): ReplyTiming {
  const { loUs, hiUs } = elapsed(from, to);
  return { kind: 'measure', metric, loUs, hiUs, position };
}

/** Time from an utterance to an arrival: the lower bound starts at the later timestamp of sending, the upper at the earlier. */
export function since(turn: Pick<OpenTurn, 'sent'>, arrived: Bounds): { loUs: number; hiUs: number } {
  return elapsed(turn.sent, arrived);
}
