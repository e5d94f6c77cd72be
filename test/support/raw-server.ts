import { createHash } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface RawServer {
  readonly port: number;
  /** With the token `secret-token`. */
  readonly url: string;
  /** Resolves when the first connection is gone. */
  readonly left: Promise<void>;
  stop(): void;
}

/** A TCP server that does to each connection what `act` says: nothing, garbage, hanging up. */
export function startTcpServer(act: (socket: Socket) => void): Promise<RawServer> {
  return listening(createServer(act));
}

/** An HTTP server that answers every upgrade with `status`. */
export function startRefusingServer(status: number): Promise<RawServer> {
  return startAnsweringServer(`HTTP/1.1 ${status} Refused\r\nRetry-After: 3`);
}

/** An HTTP server that answers every upgrade, and every CONNECT, with this status line, these headers and this body. */
export function startAnsweringServer(head: string, body = ''): Promise<RawServer> {
  const server = createHttpServer();
  const answer = (_request: unknown, socket: Duplex) =>
    socket.end(`${head}\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  server.on('upgrade', answer).on('connect', answer);
  return listening(server);
}

/**
 * A WebSocket server that says its greetings (shorter than 126 characters), all of them in one chunk, and from then on
 * neither speaks nor listens.
 */
export function startForeignWebSocket(...greetings: string[]): Promise<RawServer> {
  const server = createHttpServer();
  server.on('upgrade', (request, socket) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    // Unread or half open, it would not notice that the other side is gone.
    socket.resume().on('end', () => socket.destroy());
    socket.write(Buffer.concat(greetings.flatMap((text) => [Buffer.from([0x81, text.length]), Buffer.from(text)])));
  });
  return listening(server);
}

async function listening(server: Server): Promise<RawServer> {
  const open = new Set<Socket>();
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', leave);
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/secret-token`,
    left,
    stop() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
