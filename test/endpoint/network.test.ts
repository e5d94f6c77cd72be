import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { NetworkSettings } from '../../src/endpoint/endpoint-settings.ts';
import type { Environment } from '../../src/platform/process/environment.ts';
import { type ConnectProxy, startConnectProxy } from '../support/connect-proxy.ts';
import { startTcpServer } from '../support/raw-server.ts';
import { type EndpointParts, settledEndpoint } from '../support/settled-endpoint.ts';
import { hasOpenssl, makeTlsMaterial, OPENSSL_HINT, type TlsMaterial } from '../support/tls-material.ts';
import { WireLog } from '../support/wire-log.ts';
import { WireServer, type WireServerOptions } from '../support/wire-server.ts';

let material: TlsMaterial;
let elsewhere: TlsMaterial;
beforeAll(() => {
  if (!hasOpenssl) return;
  material = makeTlsMaterial();
  elsewhere = makeTlsMaterial(['DNS:elsewhere.test']);
});

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function serve(options: WireServerOptions = {}): Promise<WireServer> {
  const server = await WireServer.start(options);
  stops.push(() => server.stop());
  return server;
}

async function proxy(refuse?: number): Promise<ConnectProxy> {
  const started = await startConnectProxy(refuse);
  stops.push(() => started.stop());
  return started;
}

describe.each([4, 2] as const)('the connection to the endpoint, socket.io-client %i', (socketio) => {
  function open(url: string, network: NetworkSettings, env: Environment = {}, more: EndpointParts = {}) {
    const log = new WireLog(settledEndpoint(url, { socketio, network, ...more }), env);
    stops.push(() => log.connection.close());
    return log;
  }
  const failureOf = async (...how: Parameters<typeof open>) => (await open(...how).next('failed')).failure;
  const phasesOf = async (...how: Parameters<typeof open>) => {
    const log = open(...how);
    await log.next('ready');
    return (await log.next('connected')).phases;
  };

  describe.runIf(hasOpenssl)(`over TLS${OPENSSL_HINT}`, () => {
    it('trusts a given private CA, and times the TLS handshake', async () => {
      const server = await serve({ tls: material.server });
      const phases = await phasesOf(server.url(), { ca: material.ca });
      expect(phases.tlsUs).toBeGreaterThan(0);
      const sum = phases.tcpUs! + phases.tlsUs! + phases.upgradeUs! + phases.socketioUs!;
      expect(sum).toBeCloseTo(phases.totalUs, 3);
    });

    it.each([
      ['TLSv1.2', 'has a full handshake every time', {}, [false, false, false]],
      ['TLSv1.3', 'has a full handshake every time', {}, [false, false, false]],
      ['TLSv1.2', 'resumes its session with --tls-resume', { tlsResume: true }, [false, true, true]],
      ['TLSv1.3', 'resumes its session with --tls-resume', { tlsResume: true }, [false, true, true]],
    ] as const)('with %s %s', async (version, _what, resume, expected) => {
      const server = await serve({ tls: { ...material.server, minVersion: version, maxVersion: version } });
      const reused: boolean[] = [];
      server.onSocket = (socket) => reused.push(tlsOf(socket).isSessionReused());
      const settings = settledEndpoint(server.url(), { socketio, network: { ca: material.ca, ...resume } });
      for (let n = 0; n < 3; n += 1) {
        const log = new WireLog(settings);
        await log.next('ready');
        log.connection.close();
      }
      expect(reused).toEqual(expected);
    });

    it('names both ways to trust an unknown CA', async () => {
      const failure = await failureOf((await serve({ tls: material.server })).url(), {});
      expect(failure.class).toBe('tls');
      expect(failure.hint).toMatch(/--ca.*NODE_EXTRA_CA_CERTS/);
    });

    it('accepts any certificate with --insecure', async () => {
      const server = await serve({ tls: material.server });
      expect((await phasesOf(server.url(), { insecure: true })).tlsUs).toBeGreaterThan(0);
    });

    it('rejects a certificate for another name', async () => {
      const server = await serve({ tls: elsewhere.server });
      const failure = await failureOf(server.url(), { ca: elsewhere.ca });
      expect(failure).toMatchObject({ class: 'tls', message: expect.stringContaining('another host name') });
    });

    it('sends its client certificate, and reports a missing one', async () => {
      const server = await serve({ tls: { ...material.server, ca: material.ca } });
      const { key, cert } = material.client;
      await phasesOf(server.url(), { ca: material.ca, key, cert });
      const failure = await failureOf(server.url(), { ca: material.ca });
      expect(failure).toMatchObject({ class: 'tls', hint: expect.stringContaining('--cert') });
    });

    it('reports a server without TLS', async () => {
      const server = await serve();
      const failure = await failureOf(server.url().replace('http:', 'https:'), {});
      expect(failure.class).toBe('tls');
    });

    it.each([
      ['ca', { ca: 'no certificate' }, '--ca is not a PEM certificate (ERR_OSSL_'],
      ['certificate', { cert: 'no certificate', key: 'no key' }, '--cert is not a PEM certificate (ERR_OSSL_'],
    ])('rejects an invalid %s before connecting', async (_name, network, told) => {
      expect(() => open('https://127.0.0.1:9/secret-token', network)).toThrow(
        `the TLS certificates cannot be used: ${told}`,
      );
    });

    it.runIf(hasOpenssl)(`rejects a key that cannot be used, with the cause${OPENSSL_HINT}`, () => {
      const { cert } = material.client;
      const cipher = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' } as const;
      const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
      const rejects = (key: string, told: string) =>
        expect(() => open('https://127.0.0.1:9/secret-token', { cert, key })).toThrow(`cannot be used: ${told}`);
      rejects('no key', '--key is not a PEM private key');
      rejects(String(other.export(cipher)), '--key needs a passphrase');
      rejects(String(other.export({ type: 'pkcs8', format: 'pem' })), '--key does not belong to --cert');
    });
  });

  describe('with mapped addresses', () => {
    it.runIf(hasOpenssl)(`connects to the mapped address with the mapped name${OPENSSL_HINT}`, async () => {
      const server = await serve({ tls: material.server });
      const url = server.url('endpoint.test');
      const phases = await phasesOf(url, { ca: material.ca, resolve: { 'endpoint.test': '127.0.0.1' } });
      expect(phases.dnsUs).toBeUndefined();
      expect(server.requests[0]!.headers.host).toBe(`endpoint.test:${server.port}`);
    });

    it('resolves other names with DNS, and times that', async () => {
      const server = await serve();
      const settings = settledEndpoint(server.url('localhost'), { socketio });
      const first = new WireLog(settings);
      expect((await first.next('connected')).phases.dnsUs).toBeGreaterThan(0);
      const second = new WireLog(settings);
      expect((await second.next('connected')).phases.dnsUs).toBeUndefined();
      for (const log of [first, second]) log.connection.close();
    });

    it('rejects an invalid address', () => {
      const network = { resolve: { 'endpoint.test': 'localhost' } };
      expect(() => open('http://endpoint.test/secret-token', network)).toThrow(/not an IP address/);
    });
  });

  describe('through a proxy', () => {
    const resolve = { 'endpoint.test': '127.0.0.1' };

    it.runIf(hasOpenssl)(`requests a tunnel and measures it, with TLS inside${OPENSSL_HINT}`, async () => {
      const server = await serve({ tls: material.server });
      const { url, tunnels } = await proxy();
      const phases = await phasesOf(server.url('endpoint.test'), { ca: material.ca, proxy: url });
      expect(tunnels).toEqual([`endpoint.test:${server.port}`]);
      const { tcpUs = 0, tunnelUs = 0, tlsUs = 0, upgradeUs = 0, socketioUs = 0, totalUs } = phases;
      expect(Math.min(tcpUs, tunnelUs, tlsUs, upgradeUs, socketioUs)).toBeGreaterThan(0);
      expect(tcpUs + tunnelUs + tlsUs + upgradeUs + socketioUs).toBeCloseTo(totalUs, 3);
    });

    it.runIf(hasOpenssl)(`resumes TLS sessions behind the tunnel, with --tls-resume${OPENSSL_HINT}`, async () => {
      const server = await serve({ tls: material.server });
      const reused: boolean[] = [];
      server.onSocket = (socket) => reused.push(tlsOf(socket).isSessionReused());
      const network = { ca: material.ca, proxy: (await proxy()).url, tlsResume: true };
      const settings = settledEndpoint(server.url('endpoint.test'), { socketio, network });
      for (let n = 0; n < 2; n += 1) {
        const log = new WireLog(settings);
        await log.next('ready');
        log.connection.close();
      }
      expect(reused).toEqual([false, true]);
    });

    it.runIf(hasOpenssl)(`verifies the certificate of the endpoint behind the tunnel${OPENSSL_HINT}`, async () => {
      const server = await serve({ tls: material.server });
      const { url } = await proxy();
      expect((await failureOf(server.url('endpoint.test'), { proxy: url })).class).toBe('tls');
    });

    it.runIf(hasOpenssl)(`compares the certificate with the address behind the tunnel${OPENSSL_HINT}`, async () => {
      const { url } = await proxy();
      const of = async (name: string) => {
        const { server: tls, ca } = makeTlsMaterial([name]);
        return open((await serve({ tls })).url('192.0.2.1'), { ca, proxy: url });
      };
      await (await of('IP:192.0.2.1')).next('ready');
      const { failure } = await (await of('DNS:localhost')).next('failed');
      expect(failure).toMatchObject({ class: 'tls', message: expect.stringContaining('another host name') });
    });

    it('uses the proxy of the environment, also for ws://', async () => {
      const server = await serve();
      const { url, tunnels } = await proxy();
      await phasesOf(server.url('endpoint.test'), {}, { HTTP_PROXY: url });
      expect(tunnels).toHaveLength(1);
    });

    it('bypasses the proxy for loopback and NO_PROXY', async () => {
      const server = await serve();
      const { url, tunnels } = await proxy();
      await phasesOf(server.url(), { proxy: url }, { HTTP_PROXY: url });
      await phasesOf(server.url('endpoint.test'), { resolve }, { HTTP_PROXY: url, NO_PROXY: '.test' });
      expect(tunnels).toEqual([]);
    });

    it.each([
      [403, 'does not allow'],
      [407, 'user and password'],
    ])('distinguishes a proxy that answers %i from an endpoint that does', async (status, hint) => {
      const server = await serve();
      const { url } = await proxy(status);
      const failure = await failureOf(server.url('endpoint.test'), { proxy: url });
      expect(failure).toMatchObject({ class: 'proxy', status, hint: expect.stringContaining(hint) });
      expect(server.requests).toEqual([]);
    });

    it('waits as long as the Retry-After date of a busy proxy, without a Date header', async () => {
      const until = new Date(Date.now() + 3_000_000).toUTCString();
      const busy = await startTcpServer((socket) =>
        socket.once('data', () =>
          socket.end(`HTTP/1.1 503 Busy\r\nRetry-After: ${until}\r\nContent-Length: 0\r\n\r\n`),
        ),
      );
      stops.push(busy.stop);
      const failure = await failureOf('http://endpoint.test/secret-token', { proxy: `127.0.0.1:${busy.port}` });
      expect(failure).toMatchObject({ class: 'proxy', status: 503, retryAfterMs: expect.any(Number) });
      expect(failure.retryAfterMs).toBeGreaterThan(0);
      expect(failure.retryAfterMs).toBeLessThanOrEqual(3_000_000);
    });

    it('names the proxy if it is unreachable, closes the connection or does not answer', async () => {
      const gone = await startTcpServer(() => {});
      gone.stop();
      const rude = await startTcpServer((socket) => socket.once('data', () => socket.destroy()));
      const mute = await startTcpServer(() => {});
      stops.push(rude.stop, mute.stop);
      for (const { port } of [gone, rude, mute]) {
        const network = { proxy: `127.0.0.1:${port}` };
        const failure = await failureOf('http://endpoint.test/secret-token', network, {}, { connectTimeoutMs: 300 });
        expect(failure).toMatchObject({ class: 'proxy', hint: expect.stringContaining('--proxy') });
      }
    });
  });

  it('rejects an invalid header before connecting', () => {
    const headers = { 'X-Two': 'one\r\ntwo' };
    expect(() => open('http://127.0.0.1:9/secret-token', {}, {}, { headers })).toThrow(/"X-Two" cannot be sent/);
  });
});

/** The TLS socket under a Socket.IO one. */
function tlsOf(socket: { conn: unknown }): { isSessionReused(): boolean } {
  return (socket.conn as { request: { socket: { isSessionReused(): boolean } } }).request.socket;
}
