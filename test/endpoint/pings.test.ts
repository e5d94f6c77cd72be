import type { Socket as TcpSocket } from 'node:net';
import type { Socket } from 'socket.io';
import { afterEach, expect, it } from 'vitest';
import { settledEndpoint } from '../support/settled-endpoint.ts';
import { WireLog } from '../support/wire-log.ts';
import { WireServer } from '../support/wire-server.ts';

/** The server's end of a WebSocket, by the library ws. */
interface WebSocketEnd {
  readonly _socket: TcpSocket;
  readonly readyState: number;
  ping(data: string): void;
  once(event: 'pong', listener: (data: Buffer) => void): void;
  once(event: 'close', listener: (code: number) => void): void;
}

const OPEN = 1;
const stops: (() => unknown)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A connection that is ready, and the server's end of its WebSocket. */
async function connect(socketio: 2 | 4) {
  const server = await WireServer.start();
  stops.push(() => server.stop());
  const ended = new Promise<WebSocketEnd>((resolve) => {
    server.onSocket = ({ conn }: Socket) => resolve((conn.transport as unknown as { socket: WebSocketEnd }).socket);
  });
  const log = new WireLog(settledEndpoint(server.url(), { socketio }));
  stops.push(() => log.connection.close());
  await log.next('ready');
  return { log, end: await ended };
}

it.each([4, 2] as const)('socket.io-client %i answers a ping of the WebSocket with its data', async (socketio) => {
  const { end } = await connect(socketio);
  const pong = new Promise((resolve) => end.once('pong', (data) => resolve(data.toString())));
  end.ping('4711');
  expect(await pong).toBe('4711');
});

it('a server that sends pings without reading the pongs is disconnected', async () => {
  const { log, end } = await connect(4);
  const closed = new Promise<number>((resolve) => end.once('close', resolve));
  end._socket.pause();
  // More than the kernel buffers on both sides, and 60 pongs in the load generator.
  const data = 'x'.repeat(125);
  for (let round = 0; round < 1000 && end.readyState === OPEN; round += 1) {
    for (let count = 0; count < 500; count += 1) end.ping(data);
    await new Promise(setImmediate);
    // A pause also keeps the end of the connection from being noticed.
    if (log.kinds.includes('closed')) end._socket.resume();
  }
  expect(log.kinds).toEqual(['connected', 'ready', 'closed']);
  end._socket.resume();
  expect(await closed).toBe(1006);
});
