import { isRecord } from './wire-value.ts';

/** What engine.io-client 3 and 6 have in common and a connection looks into. */
export interface EngineLike {
  readonly transport: TransportLike;
  once(event: 'handshake', listener: (handshake: unknown) => void): unknown;
  once(event: 'close', listener: (reason: string, details?: unknown) => void): unknown;
}

export interface TransportLike {
  /** False from a write until the library's own drain event. */
  writable: boolean;
  /** The WebSocket of the ws library; client 4 lets go of it once it is closed. */
  readonly ws: WebSocketLike | null;
  onData(data: unknown): void;
  onError(reason: string): unknown;
  emit(event: 'drain'): unknown;
}

export interface WebSocketLike {
  terminate(): void;
  once(event: 'upgrade', listener: () => void): unknown;
  prependListener(event: 'close', listener: (code: number) => void): unknown;
}

/** The first character of Engine.IO's open packet. */
const OPEN = '0';

/**
 * Refuses a handshake that is none. Both libraries parse it unguarded, so that any WebSocket server that happens to say
 * "0…" first would end the process.
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

/**
 * After every write the libraries call the transport busy until the next tick (6) or for a millisecond (3), though the
 * WebSocket takes data at any time. Ending that pretence lets an utterance that follows an ack or another utterance
 * leave at once, between the two stamps that say when it was sent. A drain writes what was held back, hence the loop.
 */
export function endPretendedDrain(transport: TransportLike): void {
  for (let round = 0; round < MAX_ROUNDS && !transport.writable; round += 1) {
    transport.writable = true;
    transport.emit('drain');
  }
}

/** One for the packets in flight, one for those held back meanwhile; more only if writing made more. */
const MAX_ROUNDS = 4;
