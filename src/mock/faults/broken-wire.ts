import type { Socket as TcpSocket } from 'node:net';
import type { Socket } from 'socket.io';

/** A close frame with code 1011, as a server sends it (RFC 6455, 5.5.1): FIN and opcode 8, two bytes, the code. */
const CLOSE_1011 = Uint8Array.of(0x88, 2, 1011 >> 8, 1011 & 0xff);

/** Internals of engine.io's transports that their types do not declare. */
interface PollingTransport {
  /** The pending poll request. */
  req: { readonly socket: TcpSocket } | null;
  send(packets: unknown): void;
  onRequest(request: unknown): void;
}
interface WebSocketTransport {
  readonly socket: { readonly _socket: TcpSocket | null };
}

/** Cuts the TCP connection without closing Socket.IO first. */
export function cutWire(socket: Socket): void {
  const polling = pollingOf(socket);
  if (!polling) return void tcpOf(socket)?.destroy();
  polling.req?.socket.destroy();
  socket.conn.close(true);
}

/** Closes the WebSocket with code 1011; cuts the connection of a polling client. */
export function closeWire1011(socket: Socket): void {
  if (pollingOf(socket)) cutWire(socket);
  else tcpOf(socket)?.end(CLOSE_1011);
}

/** The connection stays open, but nothing is read or written on it any more, including heartbeats. */
export function hangWire(socket: Socket): void {
  const polling = pollingOf(socket);
  if (polling) {
    // Earlier messages still wait for the next poll and are sent.
    if (bufferOf(socket).length > 0) return void socket.conn.once('drain', () => hangWire(socket));
    polling.send = ignore;
    polling.onRequest = ignore;
    // A connection that is being upgraded to a WebSocket may complete that.
    return void socket.conn.once('upgrade', () => hangWire(socket));
  }
  const tcp = tcpOf(socket);
  tcp?.pause();
  tcp?.cork();
}

/** Undefined for a WebSocket. */
function pollingOf({ conn }: Socket): PollingTransport | undefined {
  return conn.transport.name === 'polling' ? (conn.transport as unknown as PollingTransport) : undefined;
}

function bufferOf({ conn }: Socket): readonly unknown[] {
  return (conn as unknown as { readonly writeBuffer: readonly unknown[] }).writeBuffer;
}

/** Not the socket of the first request, which differs if the client began with polling. */
function tcpOf({ conn }: Socket): TcpSocket | null {
  return (conn.transport as unknown as WebSocketTransport).socket._socket;
}

function ignore(): void {}
