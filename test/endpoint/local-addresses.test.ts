import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { NetworkSettings } from '../../src/endpoint/endpoint-settings.ts';
import type { Environment } from '../../src/platform/process/environment.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { PushLog } from '../support/push-log.ts';
import { PushServer } from '../support/push-server.ts';
import { settledEndpoint } from '../support/settled-endpoint.ts';
import { hasOpenssl, makeTlsMaterial, OPENSSL_HINT } from '../support/tls-material.ts';
import { WireLog } from '../support/wire-log.ts';
import { WireServer, type WireServerOptions } from '../support/wire-server.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A server, and the addresses that its connections came from. */
async function serve(options: WireServerOptions = {}) {
  const server = await WireServer.start(options);
  stops.push(() => server.stop());
  const seen: (string | undefined)[] = [];
  server.onSocket = (socket) =>
    seen.push((socket.conn as unknown as { request: { socket: Socket } }).request.socket.remoteAddress);
  return { server, seen };
}

/** Linux has all of 127.0.0.0/8; elsewhere each address would have to be set up first. */
describe.runIf(process.platform === 'linux')('connections with local addresses', () => {
  const localAddresses = ['127.0.0.2', '127.0.0.3'];
  const IN_TURN = ['127.0.0.2', '127.0.0.3', '127.0.0.2', '127.0.0.3'];

  async function openFour(url: string, network: NetworkSettings, socketio: 4 | 2 = 4, env: Environment = {}) {
    const settings = settledEndpoint(url, { socketio, network: { localAddresses, ...network } });
    for (let n = 0; n < 4; n += 1) {
      const log = new WireLog(settings, env);
      stops.push(() => log.connection.close());
      await log.next('ready');
    }
  }

  it.each([4, 2] as const)('are used in rotation, socket.io-client %i', async (socketio) => {
    const { server, seen } = await serve();
    await openFour(server.url(), {}, socketio);
    expect(seen).toEqual(IN_TURN);
  });

  it.runIf(hasOpenssl)(`are used over TLS and with a host name${OPENSSL_HINT}`, async () => {
    const { ca, server: tls } = makeTlsMaterial();
    const { server, seen } = await serve({ tls });
    await openFour(server.url('endpoint.test'), { ca, resolve: { 'endpoint.test': '127.0.0.1' } });
    expect(seen).toEqual(IN_TURN);
  });

  it('are used for connections to a proxy', async () => {
    const { server } = await serve();
    const proxy = await startConnectProxy();
    stops.push(() => proxy.stop());
    await openFour(server.url('endpoint.test'), {}, 4, { HTTP_PROXY: proxy.url });
    expect(proxy.callers).toEqual(IN_TURN);
  });

  it('are used for inject and notify requests', async () => {
    const server = await PushServer.start();
    stops.push(() => server.stop());
    const log = new PushLog(settledEndpoint(server.url(), { network: { localAddresses } }));
    stops.push(() => log.client.close());
    const callers = () => server.sockets.map(({ remoteAddress }) => remoteAddress);
    await log.post();
    await log.post();
    expect(callers()).toEqual(['127.0.0.2']);
    server.answer = (response) => {
      if (server.seen.length === 4) for (const each of [response, held]) each?.end('{}');
      else held = response;
    };
    let held: Parameters<typeof server.answer>[0] | undefined;
    await Promise.all([log.post(), log.post()]);
    expect(callers()).toEqual(['127.0.0.2', '127.0.0.3']);
  });

  it('look up a name for their address family only', async () => {
    const network = { localAddresses, resolve: { 'endpoint.test': '::1' } };
    const log = new WireLog(settledEndpoint('http://endpoint.test:9/secret-token', { network }));
    expect((await log.next('failed')).failure).toMatchObject({
      class: 'unreachable',
      message: expect.stringContaining('endpoint.test has no IPv4 address'),
      hint: expect.stringContaining('--local-address'),
    });
  });

  it('cannot leave loopback, with an error that says so', async () => {
    const log = new WireLog(settledEndpoint('http://203.0.113.7:9/secret-token', { network: { localAddresses } }));
    expect((await log.next('failed')).failure).toMatchObject({
      class: 'unreachable',
      // Where no route leads out of this machine at all, that comes first.
      hint: expect.stringMatching(/--local-address|network of this machine/),
    });
  });

  it.each([
    ['http://[::1]:9/secret-token', localAddresses, 'no route from 127.0.0.2 (--local-address) to ::1'],
    ['http://127.0.0.1:9/secret-token', ['127.0.0.2', '203.0.113.7'], 'this machine has no address 203.0.113.7'],
  ])('cannot be used for %s from %j', (url, addresses, words) => {
    const settings = settledEndpoint(url, { network: { localAddresses: addresses } });
    expect(() => new WireLog(settings)).toThrow(words);
  });
});
