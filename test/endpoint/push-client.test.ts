import { once } from 'node:events';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseEndpointAddress } from '../../src/endpoint/endpoint-address.ts';
import type { NetworkSettings } from '../../src/endpoint/endpoint-settings.ts';
import type { PushResponse } from '../../src/endpoint/push/push-exchange.ts';
import type { Environment } from '../../src/platform/process/environment.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { mock, readyClient } from '../support/mock-fixture.ts';
import { BODY, PushLog } from '../support/push-log.ts';
import { PushServer } from '../support/push-server.ts';
import { startTcpServer } from '../support/raw-server.ts';
import { type EndpointParts, settledEndpoint } from '../support/settled-endpoint.ts';
import { hasOpenssl, makeTlsMaterial, OPENSSL_HINT, type TlsMaterial } from '../support/tls-material.ts';

let material: TlsMaterial;
beforeAll(() => {
  if (!hasOpenssl) return;
  material = makeTlsMaterial();
});

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function serve(tls?: Parameters<typeof PushServer.start>[0]): Promise<PushServer> {
  const server = await PushServer.start(tls);
  stops.push(() => server.stop());
  return server;
}

function push(url: string, more: EndpointParts = {}, env: Environment = {}): PushLog {
  const log = new PushLog(settledEndpoint(url, more), env);
  stops.push(() => log.client.close());
  return log;
}

const over = (url: string, network: NetworkSettings, env: Environment = {}) => push(url, { network }, env).post();

async function proxy(refuse?: number) {
  const started = await startConnectProxy(refuse);
  stops.push(() => started.stop());
  return started;
}

function failureOf(response: PushResponse) {
  if (response.kind !== 'failed') throw new Error(`answered with ${response.status}`);
  return response.failure;
}

describe('against the mock endpoint', () => {
  it('notify reaches the session, inject runs the bot, and each response has its status', async () => {
    const server = await mock();
    const client = await readyClient(server);
    const { userId, sessionId } = client;
    const log = push(`${server.url}/${server.token}`);
    const notified = await log.post('notify', { userId, sessionId, text: 'ready', data: { marker: 'm1' } });
    expect(notified).toMatchObject({ kind: 'answered', status: 200 });
    expect(await client.nth('output')).toMatchObject({
      body: { data: { text: 'ready', data: { marker: 'm1' } } },
    });
    expect(await log.post('inject', { userId, sessionId, text: 'echo this' })).toMatchObject({ status: 200 });
    expect(await client.nth('output', 2)).toMatchObject({
      body: { data: { text: expect.stringContaining('echo this') } },
    });
    expect(server.stats()).toMatchObject({ notified: 1, injected: 1 });
  });

  it('an unknown session gets a response and is not a failure', async () => {
    const server = await mock();
    const response = await push(`${server.url}/${server.token}`).post();
    expect(response).toMatchObject({ kind: 'answered', status: 404 });
  });
});

describe('a push', () => {
  it('is a POST of JSON to the route of its token, with the headers of the target', async () => {
    const server = await serve();
    const headers = { 'X-Gate': 'open sesame', 'content-type': 'text/plain' };
    const log = push(server.url('127.0.0.1', '/deep/down'), { headers });
    await log.post('inject', { ...BODY, text: 'schön', data: { a: [1, null] } });
    await log.post('notify');
    const [first, second] = server.seen;
    expect(first).toMatchObject({ method: 'POST', url: '/deep/down/inject/secret-token' });
    expect(first!.headers).toMatchObject({ 'x-gate': 'open sesame', 'content-type': 'application/json' });
    expect(JSON.parse(first!.body)).toEqual({ ...BODY, text: 'schön', data: { a: [1, null] } });
    expect(second!.url).toBe('/deep/down/notify/secret-token');
    expect(JSON.parse(second!.body)).toEqual(BODY);
  });

  it('hides token and headers repeated by the endpoint', async () => {
    const server = await serve();
    const address = parseEndpointAddress(`http://127.0.0.1:${server.port}`, 'se cret/ü');
    const log = push(server.url(), { address, headers: { Authorization: 'Bearer header-secret-7' } });
    server.answer = (response, { url, headers }) => response.end(`${url} se cret/ü ${headers.authorization}`);
    const response = await log.post();
    expect(server.seen[0]!.url).toBe('/notify/se%20cret%2F%C3%BC');
    expect(response).toMatchObject({ kind: 'answered', status: 200 });
    expect(JSON.stringify(response)).not.toMatch(/cret/);
  });

  it('reports when it was sent and when the response started', async () => {
    const server = await serve();
    const { client } = push(server.url());
    const { sent, response } = await new Promise<{ sent: { loUs: number; hiUs: number }; response: PushResponse }>(
      (resolve) => {
        const at = client.post('notify', BODY, (given) => resolve({ sent: at, response: given }));
      },
    );
    expect(sent.hiUs).toBeGreaterThanOrEqual(sent.loUs);
    expect(response.atUs).toBeGreaterThan(sent.hiUs);
  });

  it('reuses its connection; two at once use two', async () => {
    const server = await serve();
    const log = push(server.url());
    const answers: (() => void)[] = [];
    const both = new Promise<void>((resolve) => {
      server.answer = (response) => {
        answers.push(() => response.end('{}'));
        if (answers.length === 2) resolve();
      };
    });
    const pair = [log.post(), log.post()];
    await both;
    for (const answer of answers) answer();
    await Promise.all(pair);
    server.answer = (response) => response.end('{}');
    await idle();
    for (let n = 0; n < 3; n++) {
      await log.post();
      await idle();
    }
    expect(server.sockets).toHaveLength(2);
    expect(new Set(server.seen.slice(0, 2).map(({ connection }) => connection)).size).toBe(2);
  });

  it('opens another connection if the server closed the idle one', async () => {
    const server = await serve();
    const log = push(server.url());
    await log.post();
    const [socket] = server.sockets;
    socket!.destroy();
    await once(socket!, 'close');
    await idle();
    expect(await log.post()).toMatchObject({ kind: 'answered', status: 200 });
    expect(server.seen.map(({ connection }) => connection)).toEqual([1, 2]);
  });

  it('is resent once if its idle connection was closed, and not if a fresh one was', async () => {
    let requests = 0;
    const { url, stop } = await startTcpServer((socket) => {
      let first = true;
      socket.on('data', () => {
        requests += 1;
        if (first && requests !== 3) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
        else socket.resetAndDestroy();
        first = false;
      });
    });
    stops.push(stop);
    const log = push(url);
    expect(await log.post()).toMatchObject({ kind: 'answered' });
    await idle();
    // The second request meets a reset on the kept connection, and so does its repetition on a fresh one.
    expect(failureOf(await log.post()).class).toBe('transport-close');
    expect(requests).toBe(3);
    expect(await log.post()).toMatchObject({ kind: 'answered' });
  });

  it('hides secrets of a response, and limits what it reads', async () => {
    const server = await serve();
    const log = push(server.url());
    server.answer = (response) => {
      response.statusCode = 500;
      response.end(`no route for ${'secret-token'}, ${'x'.repeat(5000)}`);
    };
    const response = await log.post();
    expect(response).toMatchObject({ kind: 'answered', status: 500 });
    expect(JSON.stringify(response)).not.toContain('secret-token');
    server.answer = (endless) => {
      const more = () => {
        while (!endless.destroyed && endless.write('y'.repeat(65_536)));
      };
      endless.on('drain', more);
      more();
    };
    expect(await log.post()).toMatchObject({ kind: 'answered', status: 200 });
  });

  it('has its response when the headers arrive, even if the body is truncated or endless', async () => {
    const server = await serve();
    const log = push(server.url(), { connectTimeoutMs: 200 });
    server.answer = (response) =>
      response.writeHead(202, { 'Content-Length': 100 }).write('half of', () => response.destroy());
    expect(await log.post()).toMatchObject({ kind: 'answered', status: 202 });
    server.answer = (response) => response.writeHead(201).write('to be continued');
    expect(await log.post()).toMatchObject({ kind: 'answered', status: 201 });
  });

  it('reports nothing after close', async () => {
    const server = await serve();
    const log = push(server.url());
    const asked = new Promise<void>((resolve) => {
      server.answer = () => resolve();
    });
    let told = 0;
    log.client.post('notify', BODY, () => {
      told += 1;
    });
    await asked;
    const gone = once(server.sockets[0]!, 'close');
    log.client.close();
    await gone;
    await idle();
    expect(told).toBe(0);
  });
});

describe('a push that fails', () => {
  it('names a host where nothing listens', async () => {
    const gone = await startTcpServer(() => {});
    gone.stop();
    expect(failureOf(await push(gone.url).post())).toMatchObject({ class: 'refused', hint: expect.any(String) });
  });

  it('names an unknown host', async () => {
    expect(failureOf(await push('http://nobody.invalid/secret-token').post()).class).toBe('dns');
  });

  it('is aborted without a response in time', async () => {
    const mute = await startTcpServer((socket) => socket.resume());
    stops.push(mute.stop);
    const failure = failureOf(await push(mute.url, { connectTimeoutMs: 100 }).post());
    expect(failure.class).toBe('connect-timeout');
    expect(failure.message).toBe('no answer to the request within 100 ms (waiting for the response)');
    await mute.left;
  });

  it('reports a closed connection, or another protocol', async () => {
    const rude = await startTcpServer((socket) => socket.once('data', () => socket.destroy()));
    const odd = await startTcpServer((socket) => socket.once('data', () => socket.end('SSH-2.0-secret-token\r\n')));
    stops.push(rude.stop, odd.stop);
    expect(failureOf(await push(rude.url).post())).toMatchObject({ class: 'transport-close' });
    const failure = failureOf(await push(odd.url).post());
    expect(failure.message).toMatch(/does not speak HTTP/);
    expect(JSON.stringify(failure)).not.toContain('secret-token');
  });

  it('rejects an invalid header before sending', () => {
    const headers = { 'X-Two': 'one\r\ntwo' };
    expect(() => push('http://127.0.0.1:9/secret-token', { headers })).toThrow(/"X-Two" cannot be sent/);
  });
});

describe.runIf(hasOpenssl)(`a push over TLS${OPENSSL_HINT}`, () => {
  it('trusts a given private CA, and keeps the connection', async () => {
    const server = await serve(material.server);
    const log = push(server.url(), { network: { ca: material.ca } });
    for (let n = 0; n < 3; n++) {
      expect(await log.post()).toMatchObject({ kind: 'answered', status: 200 });
      await idle();
    }
    expect(server.sockets).toHaveLength(1);
  });

  it('names both ways to trust an unknown CA, and accepts any certificate with --insecure', async () => {
    const server = await serve(material.server);
    const failure = failureOf(await over(server.url(), {}));
    expect(failure).toMatchObject({ class: 'tls', hint: expect.stringMatching(/--ca.*NODE_EXTRA_CA_CERTS/) });
    expect(await over(server.url(), { insecure: true })).toMatchObject({ kind: 'answered' });
  });

  it('sends its client certificate, and reports a missing one', async () => {
    const server = await serve({ ...material.server, ca: material.ca });
    const { key, cert } = material.client;
    expect(await over(server.url(), { ca: material.ca, key, cert })).toMatchObject({ kind: 'answered' });
    expect(failureOf(await over(server.url(), { ca: material.ca }))).toMatchObject({ class: 'tls' });
  });

  it('goes to the mapped address with the mapped name', async () => {
    const server = await serve(material.server);
    const network = { ca: material.ca, resolve: { 'endpoint.test': '127.0.0.1' } };
    expect(await over(server.url('endpoint.test'), network)).toMatchObject({ kind: 'answered' });
    expect(server.seen[0]!.headers.host).toBe(`endpoint.test:${server.port}`);
  });
});

describe('a push through a proxy', () => {
  it.runIf(hasOpenssl)(
    `uses a tunnel, plain or with TLS inside, and keeps it for the next${OPENSSL_HINT}`,
    async () => {
      for (const server of [await serve(), await serve(material.server)]) {
        const { url, tunnels } = await proxy();
        const log = push(server.url('endpoint.test'), { network: { ca: material.ca, proxy: url } });
        for (let n = 0; n < 3; n++) {
          expect(await log.post()).toMatchObject({ kind: 'answered', status: 200 });
          await idle();
        }
        expect(tunnels).toEqual([`endpoint.test:${server.port}`]);
        expect(server.seen).toHaveLength(3);
      }
    },
  );

  it('uses the proxy of the environment, and bypasses it for loopback and NO_PROXY', async () => {
    const server = await serve();
    const { url, tunnels } = await proxy();
    const resolve = { 'endpoint.test': '127.0.0.1' };
    await over(server.url(), {}, { HTTP_PROXY: url });
    await over(server.url('endpoint.test'), { resolve }, { HTTP_PROXY: url, NO_PROXY: '.test' });
    expect(tunnels).toEqual([]);
    await over(server.url('endpoint.test'), {}, { HTTP_PROXY: url });
    expect(tunnels).toHaveLength(1);
  });

  it.each([403, 407])('distinguishes a proxy that answers %i from an endpoint that does', async (status) => {
    const server = await serve();
    const { url } = await proxy(status);
    expect(failureOf(await over(server.url('endpoint.test'), { proxy: url }))).toMatchObject({
      class: 'proxy',
      status,
    });
    expect(server.seen).toEqual([]);
  });

  it('names the proxy if it is unreachable, closes the connection or does not answer', async () => {
    const gone = await startTcpServer(() => {});
    gone.stop();
    const rude = await startTcpServer((socket) => socket.once('data', () => socket.destroy()));
    const mute = await startTcpServer(() => {});
    stops.push(rude.stop, mute.stop);
    for (const { port } of [gone, rude, mute]) {
      const log = push('http://endpoint.test/secret-token', {
        network: { proxy: `127.0.0.1:${port}` },
        connectTimeoutMs: 300,
      });
      expect(failureOf(await log.post())).toMatchObject({ class: 'proxy', hint: expect.stringContaining('--proxy') });
    }
  });
});

/** Lets Node put a connection back among the free ones, which it does a few turns of the loop after the response. */
async function idle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
