import type { Bounds } from '../platform/time/bounds.ts';
import type { EndpointFailure } from './endpoint-failure.ts';

/**
 * The connection of one conversation, independent of Socket.IO and of the chat protocol. Two adapters pass one contract suite.
 *
 * Life: created (connecting at once) → `connected` → `ready` → any number of replies → `closed`.
 * Exactly one of `failed` (before ready) or `closed` (after ready, not by us) ends it, or a call of `close`;
 * after either, no further event comes.
 */
export interface EndpointConnection {
  /** Delivers at once everything that has been read of this connection and is still queued. */
  catchUp(): void;
  /** Sends one input now. Call it only between `ready` and the end. Returns the bounds of the instant of sending. */
  say(input: UserInput): Bounds;
  /** Shows the endpoint that the user begins or ceases to type. Does nothing before ready and after the end. */
  typing(on: boolean): void;
  /** Ends the connection. Idempotent; no event follows. */
  close(): void;
}

/** What a user says, without what the connection knows itself (credential, ids, channel). */
export interface UserInput {
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  /** Starts the dialogue from its beginning with this input. */
  readonly restart: boolean;
  /** Free-form further fields of the payload; they may not replace the known ones. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Protocol-free events. `atUs`: when the bytes were read (or the end was noticed), µs on the monotonic clock.
 * `acked`: the server asked for an ack and it was sent before this event was delivered.
 */
export type ConnectionEvent =
  | ConnectedEvent
  | { readonly kind: 'ready'; readonly atUs: number; readonly how: 'signal' | 'assumed' }
  | ReplyChunkEvent
  | { readonly kind: 'typing'; readonly atUs: number; readonly acked: boolean; readonly on: boolean }
  | { readonly kind: 'final-ping'; readonly atUs: number; readonly acked: boolean; readonly type: string }
  | ErrorReplyEvent
  /** A ping was answered; now and then, from ready on. */
  | PathEvent
  /** An event that palaver does not know: counted, otherwise ignored. */
  | { readonly kind: 'unknown'; readonly atUs: number; readonly acked: boolean; readonly name: string }
  /** The connection was lost after ready. */
  | { readonly kind: 'closed'; readonly atUs: number; readonly failure: EndpointFailure }
  /** The connection never became ready. */
  | { readonly kind: 'failed'; readonly atUs: number; readonly failure: EndpointFailure };

/** Round-trip time to the endpoint, µs, as lower and upper bound. */
export interface PathEvent {
  readonly kind: 'path';
  readonly atUs: number;
  readonly rttLoUs: number;
  readonly rttHiUs: number;
}

export interface ConnectedEvent {
  readonly kind: 'connected';
  readonly atUs: number;
  readonly handshake: HandshakeFacts;
  readonly phases: ConnectPhases;
}

/** One output of the bot, or one part of a streamed output. */
export interface ReplyChunkEvent {
  readonly kind: 'reply-chunk';
  readonly atUs: number;
  readonly acked: boolean;
  /** The text, or '' where there is none. */
  readonly text: string;
  /** The data as sent, parsed where it came as a JSON string; `undefined` where there is none. */
  readonly data: unknown;
  /** Streaming: chunks of one logical reply share it. */
  readonly messageId: string | undefined;
  /** No more chunks of this reply follow: it is not streamed, or this is the last chunk of its stream. */
  readonly finished: boolean;
  readonly shows: ChunkContent;
  readonly traceId: string | undefined;
  /** `bot`, `agent`, … */
  readonly source: string | undefined;
}

/**
 * What a user sees of a chunk. `blank`: nothing (white space, empty data); no reply begins with it. `marker`: nothing, and
 * it only begins or closes a stream.
 */
export type ChunkContent = 'content' | 'blank' | 'marker';

export interface ErrorReplyEvent {
  readonly kind: 'error-reply';
  readonly atUs: number;
  readonly acked: boolean;
  readonly via: 'output' | 'exception';
  readonly code: string | undefined;
  readonly message: string;
  readonly traceId: string | undefined;
}

/** Durations in µs from one end of a phase to its other; absent where the phase did not happen (tls on ws) or is unknown. */
export interface ConnectPhases {
  readonly dnsUs?: number;
  readonly tcpUs?: number;
  readonly tlsUs?: number;
  /** CONNECT request to a proxy and its answer. */
  readonly tunnelUs?: number;
  /** HTTP upgrade request → 101. */
  readonly upgradeUs?: number;
  /** 101 → Socket.IO connected. */
  readonly socketioUs?: number;
  /** TCP connect called → Socket.IO connected: the metric `connect`. */
  readonly totalUs: number;
}

/** What the server said about itself when the connection was opened; reported once per target. */
export interface HandshakeFacts {
  readonly eio: 3 | 4;
  readonly pingIntervalMs: number | undefined;
  readonly pingTimeoutMs: number | undefined;
  readonly maxPayload: number | undefined;
  readonly remoteAddress: string | undefined;
}

/**
 * The identity of the user. The session id, and a user id that palaver makes, are from `[A-Za-z0-9._-]`, at most 44 characters
 * each; other user ids are as `userIdProblem` allows.
 */
export interface SessionIdentity {
  readonly userId: string;
  readonly sessionId: string;
  /** Overrides the channel of the settings. */
  readonly channel?: string;
}

/**
 * Called for every event, in the order of arrival. What it throws ends the connection as a bug. `arrivedLoUs`: lower bound
 * of its arrival; `event.atUs` is the upper bound.
 */
export type ConnectionListener = (event: ConnectionEvent, arrivedLoUs: number) => void;
