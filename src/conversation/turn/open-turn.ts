import type { ReplyChunkEvent } from '../../endpoint/endpoint-connection.ts';
import { NO_UNKNOWN_EVENTS, type UnknownEvents } from '../../endpoint/unknown-events.ts';
import type { Bounds } from '../../platform/time/bounds.ts';

/** One logical reply: a visible output, or all chunks with the same message id. */
export interface Reply {
  /** Arrival of the first chunk that is not blank. */
  readonly first: Bounds;
  readonly last: Bounds;
  readonly chunks: number;
  /** Texts of the chunks, joined. */
  readonly text: string;
  /** The data of each chunk that had any. */
  readonly data: readonly unknown[];
  readonly messageId: string | undefined;
  readonly finished: boolean;
  /** `bot`, `agent`, …, of the first chunk. */
  readonly source: string | undefined;
}

/** One output, and when it arrived. */
export interface ArrivedChunk {
  readonly chunk: ReplyChunkEvent;
  readonly arrived: Bounds;
}

/** An utterance and the replies so far, which are changed in place until the turn ends. */
export interface OpenTurn {
  readonly step: number;
  readonly intendedUs: number;
  readonly sent: Bounds;
  /** Think time before it. */
  readonly thinkUs: number;
  replies: readonly Reply[];
  /** The last output that belongs to a reply; quiet periods count from here. */
  lastOutput: Bounds | undefined;
  /** The first trace id seen among the replies. */
  traceId: string | undefined;
  /** Start of the current typing indicator. */
  typingSince: Bounds | undefined;
  /** When to check whether the turn has been quiet for long enough; undefined before the first output. */
  nextCheckUs: number | undefined;
  /** Its missed final ping has already been reported. */
  missedPing: boolean;
  /** Unknown events received instead of a reply. */
  unknownEvents: UnknownEvents;
}

const NO_REPLIES: readonly Reply[] = [];

export function newTurn(step: number, intendedUs: number, sent: Bounds, thinkUs: number): OpenTurn {
  return {
    step,
    intendedUs,
    sent,
    thinkUs,
    replies: NO_REPLIES,
    lastOutput: undefined,
    traceId: undefined,
    typingSince: undefined,
    nextCheckUs: undefined,
    missedPing: false,
    unknownEvents: NO_UNKNOWN_EVENTS,
  };
}

/** The reply a chunk continues, or −1: chunks belong together by their message id, in any order with other replies. */
export function continuedReply(replies: readonly Reply[], chunk: ReplyChunkEvent): number {
  if (chunk.messageId === undefined) return -1;
  return replies.findIndex((reply) => reply.messageId === chunk.messageId);
}

/**
 * Maximum number of replies of a turn, and of data of a reply; further chunks are added to the last one. Otherwise a flood of
 * outputs would take longer and longer per chunk and block the thread.
 */
export const MAX_KEPT = 1000;

/**
 * Adds a chunk to the turn. A blank chunk that continues no reply does not affect the quiet time: users do not see it.
 */
export function addChunk(
  turn: OpenTurn,
  chunk: ReplyChunkEvent,
  arrived: Bounds,
  nextCheckUs: number | undefined,
): void {
  const replies = addToReplies(turn.replies, chunk, arrived);
  turn.traceId ??= chunk.traceId;
  if (replies === turn.replies) return;
  turn.replies = replies;
  turn.lastOutput = arrived;
  turn.nextCheckUs = nextCheckUs;
}

/**
 * The replies with one more chunk. A blank chunk starts no reply, but may continue or finish one: as in a chat window, a text
 * starts with its first visible chunk.
 */
export function addToReplies(replies: readonly Reply[], chunk: ReplyChunkEvent, arrived: Bounds): readonly Reply[] {
  const continued = continuedReply(replies, chunk);
  const index = continued < 0 && replies.length === MAX_KEPT && chunk.shows === 'content' ? MAX_KEPT - 1 : continued;
  const known = replies[index];
  if (known) return replies.with(index, continueReply(known, chunk, arrived));
  return chunk.shows !== 'content' ? replies : [...replies, startReply(chunk, arrived)];
}

function startReply(chunk: ReplyChunkEvent, arrived: Bounds): Reply {
  return {
    first: arrived,
    last: arrived,
    chunks: 1,
    text: chunk.text,
    data: chunk.data === undefined ? [] : [chunk.data],
    messageId: chunk.messageId,
    finished: chunk.finished,
    source: chunk.source,
  };
}

function continueReply(reply: Reply, chunk: ReplyChunkEvent, arrived: Bounds): Reply {
  return {
    ...reply,
    last: arrived,
    chunks: reply.chunks + 1,
    text: reply.text + chunk.text,
    data: hasNewData(reply, chunk) ? [...reply.data, chunk.data] : reply.data,
    finished: reply.finished || chunk.finished,
  };
}

function hasNewData(reply: Reply, chunk: ReplyChunkEvent): boolean {
  return chunk.data !== undefined && chunk.shows === 'content' && reply.data.length < MAX_KEPT;
}
