import type { Agent } from 'node:http';
import type { Socket } from 'node:net';
import type { EngineLike } from './engine-like.ts';

/** What one client library must do for a connection. Made by `openSocketIoV4` or `socketIoV2`. */
export interface WireSocket {
  /** The Engine.IO client underneath, already opening. */
  readonly engine: EngineLike;
  /** Socket.IO is connected. */
  isConnected(): boolean;
  close(): void;
}

/** What a client library reports. None is called before the opening function has returned. */
export interface WireHandlers {
  /** Socket.IO is connected. */
  connected(): void;
  /** Something failed; before `connected` it ends the attempt, after it `ended` follows. */
  erred(error: unknown): void;
  /** The connection is over; `reason` is Socket.IO's word for it. */
  ended(reason: string, details: unknown): void;
  /** An event: its name, its arguments, then the function that acks it, if the server asks for that. */
  received(args: readonly unknown[]): void;
}

/** Gets each event of a connection. */
export type EventHandler = Pick<WireHandlers, 'received'>;

/** Options that both libraries take under the same names, except `agent` and `dial`. */
export interface WireOptions {
  /** Engine.IO path. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Payload of the packet that connects to the namespace; only version 4 has one. */
  readonly auth?: Readonly<Record<string, unknown>> | undefined;
  /** Makes the agent of the request. */
  readonly agent: () => Agent;
  /** Opens its socket without an agent; undefined: a proxy needs one. */
  readonly dial: (() => Socket) | undefined;
  readonly extraHeaders: Readonly<Record<string, string>>;
}

/** Where a connection goes. */
export interface WirePlace {
  /** `https://host:port`. */
  readonly origin: string;
  readonly namespace: string;
}

export type OpenWireSocket = (place: WirePlace, options: WireOptions, handlers: WireHandlers) => WireSocket;

/**
 * The same for every connection: one Manager each, WebSocket from the start (sticky sessions are not available), no
 * reconnecting (a lost connection is a measured fact), no compression (inflating in another thread would blur the
 * instants), no timeout of the library (ours counts from creation to ready).
 */
export const FIXED_OPTIONS = {
  transports: ['websocket'],
  upgrade: false,
  rememberUpgrade: false,
  forceNew: true,
  multiplex: false,
  reconnection: false,
  autoConnect: false,
  perMessageDeflate: false,
};
