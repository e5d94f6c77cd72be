import { afterEach, describe, expect, it } from 'vitest';
import type { EndpointFailure } from '../../src/endpoint/endpoint-failure.ts';
import { ConnectTrace } from '../../src/endpoint/network/connect-trace.ts';
import { classifyConnectError } from '../../src/endpoint/socketio/connect-failure.ts';
import { type RawServer, startForeignWebSocket, startRefusingServer, startTcpServer } from '../support/raw-server.ts';
import { type EndpointParts, settledEndpoint } from '../support/settled-endpoint.ts';
import { WireLog } from '../support/wire-log.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function using(starting: Promise<RawServer>): Promise<RawServer> {
  const server = await starting;
  stops.push(() => server.stop());
  return server;
}

async function failureAt(url: string, overrides: EndpointParts): Promise<EndpointFailure> {
  const log = new WireLog(settledEndpoint(url, overrides));
  const { failure } = await log.next('failed');
  expect(log.kinds).toEqual(['failed']);
  expect(JSON.stringify(failure)).not.toContain('secret-token');
  return failure;
}

describe.each([4, 2] as const)('failing to connect over socket.io-client %i', (socketio) => {
  it.each([
    [401, 'http-401', '--header'],
    [403, 'http-403', 'allow-list'],
    [404, 'http-404', 'sub-path'],
    [429, 'http-429', '--connect-concurrency'],
    [502, 'http-502', 'gateway'],
    [503, 'http-503', 'overloaded'],
    [500, 'http-other', 'logs'],
    [307, 'http-other', 'redirects'],
    [200, 'not-socketio', 'not a Socket.IO server'],
  ])('is reported for HTTP %i as %s', async (status, expected, hint) => {
    const server = await using(startRefusingServer(status));
    const failure = await failureAt(server.url, { socketio });
    expect(failure).toMatchObject({ class: expected, status, hint: expect.stringContaining(hint) });
    expect(failure.message).toContain(String(status));
    expect(failure).toMatchObject({ retryAfterMs: 3000, message: expect.stringMatching(/, retry after 3\.00 s$/) });
  });

  it('is refused if nothing listens', async () => {
    const server = await using(startTcpServer(() => {}));
    server.stop();
    const failure = await failureAt(server.url, { socketio });
    expect(failure).toMatchObject({ class: 'refused', hint: expect.stringContaining('port') });
  });

  it('is a timeout if the server accepts and does not answer, and names the phase', async () => {
    const server = await using(startTcpServer(() => {}));
    const failure = await failureAt(server.url, { socketio, connectTimeoutMs: 120 });
    expect(failure).toMatchObject({ class: 'connect-timeout', message: 'no answer within 120 ms (WebSocket upgrade)' });
  });

  it('is a timeout if the WebSocket opens without a handshake', async () => {
    const server = await using(startForeignWebSocket());
    const failure = await failureAt(server.url, { socketio, connectTimeoutMs: 120 });
    expect(failure).toMatchObject({ class: 'connect-timeout', hint: expect.stringContaining('no Socket.IO server') });
  });

  it.each(['hello', '0', '0null', '0{"sid":1}', '0not json', '4', '40', '{}'])(
    'survives a WebSocket that first sends %j',
    async (greeting) => {
      const server = await using(startForeignWebSocket(greeting));
      const failure = await failureAt(server.url, { socketio, connectTimeoutMs: 120 });
      expect(['not-socketio', 'connect-timeout']).toContain(failure.class);
      if (greeting.startsWith('0') || greeting === 'hello') expect(failure.class).toBe('not-socketio');
    },
  );

  it('is not a Socket.IO server if something else answers', async () => {
    const server = await using(startTcpServer((socket) => socket.end('220 mail.example.com ready\r\n')));
    expect((await failureAt(server.url, { socketio })).class).toBe('not-socketio');
  });

  it('is cut if the server closes the connection', async () => {
    const server = await using(startTcpServer((socket) => socket.once('data', () => socket.destroy())));
    expect((await failureAt(server.url, { socketio })).class).toBe('transport-close');
  });

  it('is an unknown host name', async () => {
    const failure = await failureAt('http://nowhere.invalid/secret-token', { socketio });
    expect(failure).toMatchObject({ class: 'dns', hint: expect.any(String) });
  });
});

describe('classifying errors that cannot be produced on loopback', () => {
  const direct = new ConnectTrace({ secure: false, proxied: false, proxyCredentials: false, path: '/socket.io' });
  const systemError = (code: string) => Object.assign(new Error(`connect ${code} 192.0.2.1:443`), { code });

  it.each([
    ['EHOSTUNREACH', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    ['ETIMEDOUT', 'connect-timeout'],
    ['EAI_AGAIN', 'dns'],
    ['EMFILE', 'other'],
    ['EADDRNOTAVAIL', 'other'],
    ['EADDRINUSE', 'other'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['CERT_HAS_EXPIRED', 'tls'],
  ])('%s is %s, at any nesting', (code, expected) => {
    const attempts = new AggregateError([systemError(code), systemError(code)]);
    const wrapped = Object.assign(new Error('websocket error'), { description: { message: '', error: attempts } });
    for (const error of [systemError(code), attempts, wrapped]) {
      const failure = classifyConnectError(error, 4, direct, 'check the ids');
      expect(failure.class).toBe(expected);
      expect(failure.message).toContain(code);
    }
  });

  it.each(['EADDRNOTAVAIL', 'EADDRINUSE'])('%s names how to get more local ports', (code) => {
    const { message, hint } = classifyConnectError(systemError(code), 4, direct, 'check the ids');
    expect(message).toContain('no free local port');
    expect(hint).toMatch(/--local-address.*ip_local_port_range/);
  });

  it.each([undefined, null, 'timeout', 42, {}, [], new Error('')])('%s is other, with something to read', (error) => {
    const failure = classifyConnectError(error, 3, direct, 'check the ids');
    expect(failure.class).toBe('other');
    expect(failure.message).not.toMatch(/undefined|null|: $/);
  });

  it('survives an error that contains itself', () => {
    const error: { cause?: unknown; message: string } = { message: 'round' };
    error.cause = error;
    expect(classifyConnectError(error, 4, direct, 'check the ids').message).toContain('round');
  });
});
