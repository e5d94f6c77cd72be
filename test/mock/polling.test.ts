import { SocketClient } from 'cognigy-socket-client-v4';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { MockServer } from '../../src/mock/mock-server.ts';
import { eventually } from '../support/eventually.ts';
import type { ClientSettings, MockClient } from '../support/mock-client.ts';
import { dial, mock, readyClient } from '../support/mock-fixture.ts';

/** What each begins with, and what it ends up with. */
const POLLING = [
  ['polling alone, client 4', { client: 4, transports: ['polling'] }],
  ['polling alone, client 2', { client: 2, transports: ['polling'] }],
  ['polling, then a WebSocket, client 4', { client: 4, transports: ['polling', 'websocket'] }],
  ['polling, then a WebSocket, client 2', { client: 2, transports: ['polling', 'websocket'] }],
] as const;
const ALONE = POLLING.slice(0, 2);
/** The first request of a client that polls. */
const OPEN = '/socket.io/?EIO=4&transport=polling';

async function dialUntilReady(server: MockServer, how: ClientSettings): Promise<MockClient> {
  for (;;) {
    const client = dial(server, how);
    const first = await client.until((heard) =>
      heard.find(({ event }) => event === 'endpoint-ready' || event === 'connect_error'),
    );
    if (first.event === 'endpoint-ready') return client;
  }
}

/** A connection asked for by polling, and nothing said on it yet, before the endpoint restarts; and its session id. */
async function begunBeforeRestart(): Promise<{ server: MockServer; sid: string }> {
  for (let restartMs = 200; ; restartMs *= 2) {
    const server = await mock({ faults: { restart: `${restartMs}ms`, restartDowntime: '0s' } });
    const opened = await fetch(`${server.url}${OPEN}`).then((answer) => answer.text(), String);
    // A slow machine needs a later restart.
    if (server.stats().faultRestart === 0) return { server, sid: JSON.parse(opened.slice(1)).sid };
  }
}

describe.each(POLLING)('%s', (_, how) => {
  it('serves a turn with acks, and counts it', async () => {
    const server = await mock({ buffering: true, subPath: '/bots/eu' });
    const user = await readyClient(server, { ...how, query: { emitWithAck: 'true' } });
    user.say('hi');
    await user.nth('finalPing');
    expect(user.outputs()).toMatchObject([{ text: 'hi' }]);
    await eventually(() => server.stats().acksReceived === 2);
    expect(server.stats()).toMatchObject({
      connections: 1,
      connectionsPolling: 1,
      [how.client === 4 ? 'connectionsEio4' : 'connectionsEio3']: 1,
      openConnections: 1,
      inputs: 1,
      outputs: 1,
      finalPings: 1,
      acksMissed: 0,
    });
    user.close();
    await eventually(() => server.stats().disconnects === 1 && server.stats().openConnections === 0);
  });

  it.each([
    ['drop', { drop: 1 }, 'faultDrop'],
    ['close1011', { close1011: 1 }, 'faultClose1011'],
  ] as const)('%s: the client loses its connection', async (_name, faults, counter) => {
    const server = await mock({ faults });
    const user = await readyClient(server, how);
    user.say('hi');
    await user.nth('disconnect');
    expect(server.stats()).toMatchObject({ [counter]: 1, disconnects: 1, openConnections: 0 });
  });

  it('restart: the connection is lost, and the next one works as before', async () => {
    const server = await mock({ faults: { restart: '1s', restartDowntime: '200ms' } });
    const before = dial(server, how);
    // A slow machine is struck before it is connected.
    await before.until((heard) => heard.some(({ event }) => event === 'disconnect' || event === 'connect_error'));
    expect(server.stats()).toMatchObject({ faultRestart: 1, openConnections: 0 });
    const after = await dialUntilReady(server, how);
    after.say('hi');
    await after.nth('finalPing');
  });
});

describe.each(ALONE)('faults and limits of %s', (_, how) => {
  it('heartbeatStop: nothing is answered until the client gives up', async () => {
    const server = await mock({ faults: { heartbeatStop: 1 }, pingInterval: '200ms', pingTimeout: '300ms' });
    const user = await readyClient(server, how);
    await eventually(() => server.stats().faultHeartbeatStop === 1);
    user.say('does anyone hear me?');
    await user.nth('disconnect');
    expect(server.stats()).toMatchObject({ inputs: 0, outputs: 0 });
  });

  it.each([429, 503] as const)('refuse: the first request is answered with %i', async (refuse) => {
    const server = await mock({ faults: { refuse, retryAfter: '7s' } });
    await dial(server, how).nth('connect_error');
    const answer = await fetch(`${server.url}${OPEN}`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([refuse, '7']);
    expect(server.stats()).toMatchObject({ faultRefuse: 2, connections: 0 });
  });

  it('refuse: refuses only above the maximum number of connections, of both transports together', async () => {
    const server = await mock({ faults: { refuse: 429, refuseAbove: 2 } });
    const polling = await readyClient(server, how);
    const webSocket = await readyClient(server);
    await dial(server, how).nth('connect_error');
    polling.close();
    webSocket.close();
    await eventually(() => server.stats().openConnections === 0);
    await readyClient(server, how);
  });

  it('slowAccept: delays the first request and no other', async () => {
    const server = await mock({ faults: { slowAccept: '80ms' } });
    const dialledAtMs = performance.now();
    const user = await readyClient(server, how);
    expect(user.heard[0]!.atMs - dialledAtMs).toBeGreaterThanOrEqual(80);
    user.say('hi');
    await user.nth('finalPing');
    expect(server.stats().faultSlowAccept).toBe(1);
  });

  it('maxPayload: a larger input ends the connection', async () => {
    const server = await mock({ maxPayload: 2000 });
    const user = await readyClient(server, how);
    user.say('x'.repeat(5000));
    await user.nth('disconnect');
    expect(server.stats().inputs).toBe(0);
  });
});

it('restart: also drops a connection that Socket.IO did not know yet', async () => {
  const { server, sid } = await begunBeforeRestart();
  await eventually(() => server.stats().faultRestart === 1);
  // Once the endpoint is up again.
  let answer: Response | undefined;
  await eventually(async () => {
    answer = await fetch(`${server.url}${OPEN}&sid=${sid}`).catch(() => undefined);
    return answer !== undefined;
  });
  expect([answer?.status, await answer?.json()]).toEqual([400, { code: 1, message: 'Session ID unknown' }]);
});

describe("Cognigy's client without WebSockets", () => {
  it('works over polling', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    // It polls only where it takes itself to be in a browser.
    vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' });
    onTestFinished(() => void vi.unstubAllGlobals());
    const server = await mock();
    const client = new SocketClient(server.url, server.token, { reconnection: false, disableWebsockets: true });
    onTestFinished(() => void client.disconnect());
    await client.connect();
    const pinged = new Promise((resolve) => client.once('finalPing', resolve));
    client.sendMessage('hello');
    await pinged;
    expect(server.stats()).toMatchObject({ connectionsPolling: 1, inputs: 1, outputs: 1, finalPings: 1 });
  });
});
