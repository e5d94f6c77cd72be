import type { HandshakeFacts } from '../endpoint-connection.ts';
import { field } from '../wire-value.ts';

/** What the Engine.IO handshake says of the server; a value of another type than expected counts as not said. */
export function handshakeFacts(eio: 3 | 4, handshake: unknown, remoteAddress: string | undefined): HandshakeFacts {
  return {
    eio,
    pingIntervalMs: numberIn(handshake, 'pingInterval'),
    pingTimeoutMs: numberIn(handshake, 'pingTimeout'),
    maxPayload: numberIn(handshake, 'maxPayload'),
    remoteAddress,
  };
}

function numberIn(handshake: unknown, key: string): number | undefined {
  const value = field(handshake, key);
  return typeof value === 'number' ? value : undefined;
}
