import { afterEach, describe, expect, it } from 'vitest';
import type { EndpointSettings } from '../../src/endpoint/endpoint-settings.ts';
import { protocolSettings } from '../../src/endpoint/protocol/protocol-settings.ts';
import { settleEndpoint } from '../../src/endpoint/settle-endpoint.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import { hurriedTimers } from '../support/hurried-timers.ts';
import { startForeignWebSocket, startRefusingServer } from '../support/raw-server.ts';
import { settledEndpoint } from '../support/settled-endpoint.ts';
import { IDENTITY } from '../support/wire-log.ts';
import { WireServer, type WireServerOptions } from '../support/wire-server.ts';
import { startServerV2 } from '../support/wire-server-v2.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(options: WireServerOptions = {}): Promise<WireServer> {
  const server = await WireServer.start(options);
  stops.push(() => server.stop());
  return server;
}

const settle = (url: string, overrides: Partial<EndpointSettings> = {}, timers = realTime.timers) =>
  settleEndpoint(
    { ...settledEndpoint(url), socketio: 'auto', ready: { kind: 'auto' }, connectTimeoutMs: 20_000, ...overrides },
    IDENTITY,
    { ...realTime, timers, env: {} },
  );

async function refusal(...how: Parameters<typeof settle>): Promise<KnownError> {
  const error = await settle(...how).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(KnownError);
  return error as KnownError;
}

const ENGINE_OPEN = '0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000}';

describe('the target check', () => {
  it('reports what is wrong if the library throws on what the server sends', async () => {
    const server = await startForeignWebSocket(ENGINE_OPEN, '44');
    stops.push(() => server.stop());
    const error = await refusal(server.url);
    expect(error.exit).toBe('unreachable');
    expect(error.message).toContain('cannot be used: the server sent data that the Socket.IO client cannot parse: ');
  });

  it.each([
    ['"pingInterval":null,"pingTimeout":20000', 'pingInterval null, pingTimeout 20000'],
    ['"pingInterval":25000,"pingTimeout":-1', 'pingInterval 25000, pingTimeout -1'],
    ['"pingInterval":"25s","pingTimeout":20000', 'pingInterval "25s", pingTimeout 20000'],
    ['"pingInterval":25000', 'pingInterval 25000, pingTimeout undefined'],
  ])('rejects an invalid heartbeat: %s', async (heartbeat, said) => {
    const server = await startForeignWebSocket(`0{"sid":"x","upgrades":[],${heartbeat}}`);
    stops.push(() => server.stop());
    expect((await refusal(server.url)).message).toContain(`handshake has no valid heartbeat: ${said}`);
  });

  it('ignores a heartbeat longer than any timer', async () => {
    const server = await serve({ pingInterval: 2 ** 31 - 1 });
    const { facts } = await settle(server.url());
    expect(facts.handshake).toMatchObject({ pingIntervalMs: 2 ** 31 - 1 });
  });

  it('passes on a refusal without a text message', async () => {
    const server = await startForeignWebSocket(ENGINE_OPEN, '44{"message":{"code":7,"reason":"no seats"}}');
    stops.push(() => server.stop());
    expect((await refusal(server.url)).message).toContain('{"code":7,"reason":"no seats"}');
  });

  it('selects Socket.IO 4 and waits for the ready signal if the server sends it', async () => {
    const server = await serve({ pingInterval: 3000 });
    const { settled, facts } = await settle(server.url());
    expect(settled).toMatchObject({ socketio: 4, ready: { kind: 'wait' }, protocol: { testMode: false } });
    expect(facts).toMatchObject({ socketio: 4, handshake: { eio: 4, pingIntervalMs: 3000 } });
    expect(facts.readiness.how).toBe('signal');
    expect(facts.phases.totalUs).toBeGreaterThan(0);
  });

  it('uses test mode, sends no input and disconnects', async () => {
    const server = await serve();
    const left = new Promise<void>((resolve) => {
      server.onSocket = (socket) => socket.on('disconnect', () => resolve());
    });
    await settle(server.url());
    await left;
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]!.query.get('testMode')).toBe('true');
    expect(server.inputs).toEqual([]);
  });

  it('assumes ready after 200 ms if the server has not sent it within 5 s', async () => {
    const server = await serve({ ready: 'never' });
    const { settled, facts } = await settle(server.url(), {}, hurriedTimers(50));
    expect(settled.ready).toEqual({ kind: 'assume', afterMs: 200 });
    expect(facts.readiness.how).toBe('assumed');
    expect(facts.readiness.afterMs).toBeGreaterThanOrEqual(99);
  });

  it('keeps given settings', async () => {
    const server = await serve();
    const asked = { socketio: 2, ready: { kind: 'assume', afterMs: 20 } } as const;
    expect((await settle(server.url(), asked)).settled).toMatchObject(asked);
  });

  it('switches to Socket.IO 2 if the server uses that', async () => {
    const server = await startServerV2();
    stops.push(() => server.stop());
    const { settled, facts } = await settle(server.url);
    expect(settled).toMatchObject({ socketio: 2, ready: { kind: 'wait' } });
    expect(facts.handshake).toMatchObject({ eio: 3, maxPayload: undefined });
  });

  it.each(['custom', 'rasa'] as const)('does not switch to Socket.IO 2, which sends no auth: %s', async (name) => {
    const server = await startServerV2();
    stops.push(() => server.stop());
    const events = { input: { event: 'message', args: ['{{text}}'] }, outputs: [], errors: [], end: [] };
    const protocol = protocolSettings(name, { auth: { token: 'sesame-of-auth' }, events });
    const error = await refusal(server.url, { protocol });
    expect(error.exit).toBe('unreachable');
    expect(error.message).toContain('speaks Socket.IO 2, which has no connect payload, so auth cannot be sent');
    expect(error.hint).toContain('send credentials in its query or headers');
  });

  it('does not switch to Socket.IO 2 if configured for 4, and says what to do', async () => {
    const server = await startServerV2();
    stops.push(() => server.stop());
    const error = await refusal(server.url, { socketio: 4 });
    expect(error).toMatchObject({ exit: 'unreachable', hint: expect.stringContaining('--socketio 2') });
  });

  it('suggests Socket.IO 4 if the server refuses 2', async () => {
    const server = await serve({ allowEIO3: false });
    const error = await refusal(server.url(), { socketio: 2 });
    expect(error).toMatchObject({ exit: 'unreachable', hint: expect.stringContaining('--socketio 4') });
  });

  it('fails as unreachable, naming the target without its token', async () => {
    const server = await startRefusingServer(503);
    stops.push(() => server.stop());
    const error = await refusal(server.url, { name: 'eu' });
    expect(error.exit).toBe('unreachable');
    expect(error.message).toMatch(/^target eu \(http:\/\/127\.0\.0\.1:\d+\/…[0-9a-f]{4}\) cannot be used: .*503/);
    expect(error.hint).toContain('overloaded');
  });

  it('fails if the server closes the connection before it is ready', async () => {
    const server = await serve({ ready: 'never' });
    server.onSocket = (socket) => socket.disconnect(true);
    expect((await refusal(server.url())).hint).toContain('token');
  });

  it('rejects invalid settings', async () => {
    expect((await refusal('http://h.test/secret-token', { network: { proxy: 'socks5://p' } })).exit).toBe('invalid');
  });
});
