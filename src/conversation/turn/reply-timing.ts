import type { ReplyChunkEvent } from '../../endpoint/endpoint-connection.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import { elapsed } from '../../platform/time/elapsed.ts';
import { continuedReply, type OpenTurn } from './open-turn.ts';

/** A duration measured at the arrival of a chunk. `position` 0 is the first reply of the turn. */
export interface ReplyTiming {
  readonly kind: 'measure';
  readonly metric: 'reply' | 'reply_gap' | 'chunk_gap' | 'reply_complete' | 'typing' | 'wait' | 'push' | 'push_http';
  readonly loUs: number;
  readonly hiUs: number;
  readonly position?: number;
}

/** The durations that end with the arrival of this chunk, given the turn before it. */
export function timingsOfChunk(turn: OpenTurn, chunk: ReplyChunkEvent, arrived: Bounds): ReplyTiming[] {
  const index = continuedReply(turn.replies, chunk);
  const reply = turn.replies[index];
  if (reply) {
    const timings: ReplyTiming[] =
      chunk.shows === 'marker' ? [] : [{ kind: 'measure', metric: 'chunk_gap', ...elapsed(reply.last, arrived) }];
    if (chunk.finished && !reply.finished)
      timings.push({ kind: 'measure', metric: 'reply_complete', ...since(turn, arrived) });
    return timings;
  }
  if (chunk.shows !== 'content') return [];
  const timings: ReplyTiming[] = [
    { kind: 'measure', metric: 'reply', position: turn.replies.length, ...since(turn, arrived) },
  ];
  const previous = turn.replies.at(-1);
  if (previous) timings.push({ kind: 'measure', metric: 'reply_gap', ...elapsed(previous.first, arrived) });
  return timings;
}

/** Time from an utterance to an arrival: the lower bound starts at the later timestamp of sending, the upper at the earlier. */
export function since(turn: Pick<OpenTurn, 'sent'>, arrived: Bounds): { loUs: number; hiUs: number } {
  return elapsed(turn.sent, arrived);
}
