import type { Socket } from 'node:net';
import type { UpgradeRefusal } from './http-refusal.ts';
import { isRecord } from './wire-value.ts';

/** What engine.io-client 3 and 6 have in common and a connection looks into. */
export interface EngineLike {
  readonly transport: TransportLike;
  once(event: 'handshake', listener: (handshake: unknown) => void): unknown;
  once(event: 'close', listener: (reason: string, details?: unknown) => void): unknown;
}

export interface TransportLike {
  /** The WebSocket of the ws library; client 4 lets go of it once it is closed. */
  readonly ws: WebSocketLike | null;
  onData(data: unknown): void;
  onError(reason: string): unknown;
}

export interface WebSocketLike {
  onmessage: unknown;
  terminate(): void;
  ping(data: string): void;
  send(data: Buffer, options: { readonly binary: boolean; readonly compress: boolean }): void;
  /** Version 7 of ws: text as a string, and no `isBinary`. */
  on(event: 'message', listener: (data: Buffer | string, isBinary: boolean | undefined) => void): unknown;
  on(event: 'pong', listener: (data: Buffer) => void): unknown;
  once(event: 'open', listener: () => void): unknown;
  once(event: 'upgrade', listener: (response: { readonly socket: Socket }) => void): unknown;
  /** The upgrade was refused. Whoever listens has to end the attempt: the library then does not. */
  once(event: 'unexpected-response', listener: (request: unknown, response: UpgradeRefusal) => void): unknown;
  prependListener(event: 'close', listener: (code: number) => void): unknown;
}

/** The first character of Engine.IO's open packet. */
const OPEN = '0';

/**
 * Refuses a handshake that is none: any WebSocket server may happen to say "0…" first. Both libraries take what they can
 * parse for one.
 */
export function guardHandshake(transport: TransportLike): void {
  const pass = transport.onData;
  transport.onData = (data) => {
    if (typeof data === 'string' && data.startsWith(OPEN) && !isHandshake(data.slice(1))) {
      transport.onError('not a Socket.IO handshake');
    } else pass.call(transport, data);
  };
}

function isHandshake(text: string): boolean {
  try {
    const handshake: unknown = JSON.parse(text);
    return isRecord(handshake) && typeof handshake.sid === 'string' && Array.isArray(handshake.upgrades);
  } catch {
    return false;
  }
}
