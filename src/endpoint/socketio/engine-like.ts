import type { Socket } from 'node:net';
import { replaceMembers } from '../../platform/replace-members.ts';
import type { CookieHeaders } from '../cookie-jar.ts';
import type { ReadableResponse } from '../network/http-answer.ts';
import { isRecord, jsonOf } from '../wire-value.ts';

/** What engine.io-client 3 and 6 have in common and a connection looks into. */
export interface EngineLike {
  readonly transport: TransportLike;
  once(event: 'handshake', listener: (handshake: unknown) => void): unknown;
  on(event: 'close', listener: (reason: string, details?: unknown) => void): unknown;
}

export interface TransportLike {
  /** The WebSocket of the ws library; client 4 lets go of it once it is closed. */
  readonly ws: WebSocketLike | null;
  onData(data: unknown): void;
  onError(reason: string): unknown;
}

/** The response that accepts an upgrade, as node:http gives it. */
export interface UpgradeResponse {
  readonly socket: Socket;
  readonly headers: CookieHeaders;
}

export interface WebSocketLike {
  onmessage: unknown;
  terminate(): void;
  ping(data: Buffer): void;
  send(data: Buffer, options: { readonly binary: boolean; readonly compress: boolean }): void;
  /** Version 7 of ws: text as a string, and no `isBinary`. */
  on(event: 'message', listener: (data: Buffer | string, isBinary: boolean | undefined) => void): unknown;
  on(event: 'pong', listener: (data: Buffer) => void): unknown;
  once(event: 'open', listener: () => void): unknown;
  once(event: 'upgrade', listener: (response: UpgradeResponse) => void): unknown;
  /** The upgrade was refused. The listener must end the attempt: the library does not. */
  once(event: 'unexpected-response', listener: (request: unknown, response: ReadableResponse) => void): unknown;
  removeAllListeners(event: 'unexpected-response'): unknown;
  /** Version 7 of ws: the reason as a string. */
  prependListener(event: 'close', listener: (code: number, reason: Buffer | string) => void): unknown;
}

/** Options of `send` for a text in a Buffer, whose header and text the library writes as one, in one system call. */
export const AS_TEXT = { binary: false, compress: false };

/** The first character of Engine.IO's open packet. */
const OPEN = '0';

/** Begins what `guardHandshake` says of a heartbeat. */
export const NO_HEARTBEAT = 'no valid heartbeat';

/** The most that a timer of Node takes; a longer one fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Refuses an invalid handshake: any WebSocket server may happen to say "0…" first. Both libraries take what they can
 * parse as a handshake, with any heartbeat interval in it.
 */
export function guardHandshake(transport: TransportLike): void {
  const pass = transport.onData;
  replaceMembers(transport, {
    onData: (data) => {
      const fault = typeof data === 'string' && data.startsWith(OPEN) ? faultOf(data.slice(1)) : undefined;
      if (fault === undefined) pass.call(transport, data);
      else transport.onError(fault);
    },
  });
}

function faultOf(text: string): string | undefined {
  const handshake = parsed(text);
  if (!isRecord(handshake) || typeof handshake.sid !== 'string' || !Array.isArray(handshake.upgrades))
    return 'not a Socket.IO handshake';
  const { pingInterval, pingTimeout } = handshake;
  if (isTime(pingInterval) && isTime(pingTimeout) && pingInterval + pingTimeout > 0) return undefined;
  return `${NO_HEARTBEAT}: pingInterval ${jsonOf(pingInterval)}, pingTimeout ${jsonOf(pingTimeout)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/**
 * The library reads the handshake after its listeners: a heartbeat longer than a timer can be, with which a server means
 * none, becomes the longest possible one instead of one that is missed at once. Returns the handshake as it came.
 */
export function limitHeartbeat(handshake: unknown): unknown {
  if (!isRecord(handshake)) return handshake;
  const asSent = { ...handshake };
  const times = handshake as { pingInterval: number; pingTimeout: number };
  times.pingTimeout = Math.min(times.pingTimeout, MAX_TIMER_MS);
  times.pingInterval = Math.min(times.pingInterval, MAX_TIMER_MS - times.pingTimeout);
  return asSent;
}
