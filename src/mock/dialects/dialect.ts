import type { Socket } from 'socket.io';
import type { BotReply } from '../bots/bot.ts';
import type { MockPlace } from '../mock-protocol.ts';
import type { OutputDetails, WireMessage } from '../server/wire-message.ts';
import type { Identity } from './identity.ts';

/** An input as received. */
export interface HeardInput {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly resetFlow: boolean;
  readonly channel: string | undefined;
  /** The session that it names, if inputs do. */
  readonly sessionId?: string | undefined;
  /** Sends the ack that the client asks for. */
  readonly ack?: ((payload?: unknown) => void) | undefined;
}

/** What a client does on its connection. */
export interface ClientListener {
  input(input: HeardInput): void;
  /** An input that is not one; `problem`: a sentence. */
  invalid(problem: string): void;
  typing(): void;
}

/** How a mock endpoint speaks: everything about one protocol on the wire. */
export interface Dialect {
  readonly place: MockPlace;
  /** The endpoint has the HTTP routes of Cognigy's, next to Socket.IO. */
  readonly hasRoutes: boolean;
  /** An endpoint says when a connection is ready. */
  readonly signalsReady: boolean;
  /** Learns whose connection it is, and calls `done` once; with undefined if the client does not say so. */
  identify(socket: Socket, done: (identity: Identity | undefined) => void): void;
  listen(socket: Socket, identity: Identity, client: ClientListener): void;
  /** Says that the connection is ready. */
  welcome(socket: Socket, identity: Identity): void;
  /** An answer is a single output: the texts of its replies are joined. Default false. */
  readonly joinsReplies?: boolean;
  output(reply: BotReply, details: OutputDetails): WireMessage;
  /** The end of a turn; several messages in some variants, none where the protocol has none. */
  turnEnd(type: string): readonly WireMessage[];
  /** The last output of a turn, where it differs. */
  asLast?(message: WireMessage): WireMessage;
  /** Undefined, also below: the protocol has no such message. */
  typing(on: boolean): WireMessage | undefined;
  exception(message: string): WireMessage | undefined;
  errorOutput(message: string): WireMessage | undefined;
  /** Messages that real endpoints also send. */
  oddities(traceId: string): readonly WireMessage[];
}
