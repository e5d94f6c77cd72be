import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

interface SocketV2 {
  emit(event: string, ...args: unknown[]): void;
  on(event: 'processInput', listener: (input: Record<string, unknown>) => void): void;
}

interface ServerV2 {
  use(middleware: (socket: SocketV2, next: (error?: Error) => void) => void): void;
  on(event: 'connection', listener: (socket: SocketV2) => void): void;
  close(done: () => void): void;
}

/** The package has no types. */
const socketIoV2 = createRequire(import.meta.url)('socket.io-v2') as (http: object, options: object) => ServerV2;

/**
 * A real Socket.IO 2 server that is ready at once and echoes: a reply, then a final ping inside `output`. With `reason`, a
 * middleware refuses every connection for it.
 */
export async function startServerV2(reason?: string): Promise<{ url: string; stop(): Promise<void> }> {
  const http = createServer();
  const io = socketIoV2(http, { serveClient: false, transports: ['websocket'] });
  if (reason !== undefined) io.use((_socket, next) => next(new Error(reason)));
  io.on('connection', (socket) => {
    socket.emit('endpoint-ready', {});
    socket.on('processInput', (input) => {
      socket.emit('output', { type: 'output', data: { text: input.text } });
      socket.emit('output', { type: 'finalPing', data: { type: 'regular' } });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/secret-token`,
    stop: () => new Promise((resolve) => io.close(resolve)),
  };
}
