import type { Socket } from 'socket.io';
import { describe, expect, it, onTestFinished } from 'vitest';
import { settledEndpoint } from '../support/settled-endpoint.ts';
import { WireLog } from '../support/wire-log.ts';
import { WireServer, type WireServerOptions } from '../support/wire-server.ts';

const HELLO = { text: 'hello', restart: false };

/** What servers may be set up with that a client notices. */
describe.each([4, 2] as const)('a server with unusual options, socket.io-client %i', (socketio) => {
  async function serve(options: WireServerOptions): Promise<WireServer> {
    const server = await WireServer.start(options);
    onTestFinished(() => server.stop());
    return server;
  }

  async function ready(server: WireServer): Promise<WireLog> {
    const log = new WireLog(settledEndpoint(server.url(), { socketio }));
    onTestFinished(() => log.connection.close());
    await log.next('ready');
    return log;
  }

  it('receives the ack of an output with binary data', async () => {
    const server = await serve({});
    const acked = new Promise<void>((resolve) => {
      server.onInput = (socket) => {
        const data = { text: 'a map', data: { tile: Buffer.from([0, 255]) } };
        socket.emit('output', { type: 'output', data }, () => resolve());
      };
    });
    const log = await ready(server);
    log.connection.say(HELLO);
    await acked;
    expect(await log.next('reply-chunk')).toMatchObject({ text: 'a map', acked: true });
  });

  it('gets no compression, which would slow down the load generator', async () => {
    const server = await serve({ perMessageDeflate: { threshold: 0 } });
    const extensions = new Promise((resolve) => {
      server.onSocket = (socket) => resolve(webSocketOf(socket).extensions);
    });
    await ready(server);
    expect(await extensions).toBe('');
  });

  it('gets no state recovery: a returning session opens a new connection and receives nothing twice', async () => {
    const server = await serve({ connectionStateRecovery: { maxDisconnectionDuration: 60_000 } });
    const recovered: boolean[] = [];
    server.onSocket = (socket) => recovered.push(socket.recovered);
    server.onInput = (socket, input) => socket.emit('output', { type: 'output', data: { text: input.text } });
    const first = await ready(server);
    first.connection.say(HELLO);
    await first.next('reply-chunk');
    first.connection.close();
    const second = await ready(server);
    second.connection.say({ ...HELLO, text: 'back' });
    expect((await second.next('reply-chunk')).text).toBe('back');
    expect(recovered).toEqual([false, false]);
  });
});

function webSocketOf({ conn }: Socket): { readonly extensions: string } {
  const { socket } = conn.transport as unknown as { readonly socket: { readonly extensions: string | object } };
  return {
    extensions: typeof socket.extensions === 'string' ? socket.extensions : Object.keys(socket.extensions).join(),
  };
}
