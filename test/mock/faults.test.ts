import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { MockServer } from '../../src/mock/mock-server.ts';
import { eventually } from '../support/eventually.ts';
import type { MockClient } from '../support/mock-client.ts';
import { dial, mock, readyClient } from '../support/mock-fixture.ts';

/** The answer to an upgrade, as it stands on the wire. */
function upgradeAnswer(server: MockServer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
      if (answer.includes('\r\n\r\n')) socket.destroy();
    });
    socket.on('error', reject).on('close', () => resolve(answer));
    socket.write(
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n' +
        'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
  });
}

const notify = (server: MockServer, { userId, sessionId }: MockClient) =>
  fetch(`${server.url}/notify/any`, { method: 'POST', body: JSON.stringify({ userId, sessionId, text: 'news' }) });

describe('faults of a turn', () => {
  it('drop: cuts the connection before the first output, without a close frame', async () => {
    const server = await mock({ faults: { drop: 1 }, typing: true });
    const user = await readyClient(server);
    user.say('hi');
    const { body } = await user.nth('disconnect');
    expect(body).toBe('transport close');
    expect(user.outputs()).toEqual([]);
    expect(server.stats()).toMatchObject({ faultDrop: 1, outputs: 0, finalPings: 0, lost: 3 });
  });

  it('drop: with buffering, delivers the missing outputs after the reconnect', async () => {
    const server = await mock({ faults: { drop: 1 }, buffering: true });
    const user = await readyClient(server);
    user.say('hi');
    await user.nth('disconnect');
    const back = dial(server, { sessionId: user.sessionId, userId: user.userId });
    await back.nth('finalPing');
    expect(back.outputs()).toMatchObject([{ text: 'hi' }]);
  });

  it('mute: sends neither output nor final ping', async () => {
    const server = await mock({ faults: { mute: 1 }, typing: true });
    const user = await readyClient(server);
    user.say('hi');
    await eventually(() => server.stats().faultMute === 1 && server.stats().busy === 0);
    // What is heard next is the notification, so nothing came before it.
    await notify(server, user);
    await user.nth('output');
    expect(user.heard.map(({ event }) => event)).toEqual(['connect', 'endpoint-ready', 'output']);
    expect(user.outputs()).toMatchObject([{ text: 'news' }]);
  });

  it('errorOutput: sends an output of type error and a final ping of that type', async () => {
    const server = await mock({ faults: { errorOutput: 1 } });
    const user = await readyClient(server);
    user.say('hi');
    expect((await user.nth('finalPing')).body).toEqual({ type: 'error' });
    expect(user.all('output').map(({ body }) => body)).toEqual([
      { type: 'error', data: { error: { code: 500, message: 'the flow failed' } } },
    ]);
    expect(server.stats()).toMatchObject({ faultErrorOutput: 1, errorOutputs: 1, outputs: 0 });
  });

  it('exception: sends the event and nothing else', async () => {
    const server = await mock({ faults: { exception: 1 } });
    const user = await readyClient(server);
    user.say('hi');
    user.say('again');
    await user.nth('exception', 2);
    expect(user.heard.map(({ event }) => event)).toEqual(['connect', 'endpoint-ready', 'exception', 'exception']);
    expect(server.stats()).toMatchObject({ faultException: 2, exceptions: 2 });
  });

  it('hits the same inputs of a session in every run with the same seed', async () => {
    const struck = async (seed: number) => {
      const server = await mock({ seed, faults: { exception: 0.5 } });
      const user = await readyClient(server, { sessionId: 'fate' });
      for (let n = 0; n < 30; n += 1) user.say(`${n}`);
      await user.until(() => user.all('exception').length + user.outputs().length === 30);
      return user.outputs().map(({ text }) => text);
    };
    const first = await struck(1);
    expect(first.length).toBeGreaterThan(5);
    expect(first.length).toBeLessThan(25);
    expect(await struck(1)).toEqual(first);
    expect(await struck(2)).not.toEqual(first);
  });
});

describe('faults of a connection', () => {
  it.each([401, 403, 404, 429, 502, 503] as const)('refuse: answers upgrades with %i', async (refuse) => {
    const server = await mock({ faults: { refuse, retryAfter: '7500ms' } });
    const answer = await upgradeAnswer(server);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${refuse} [A-Z]`));
    expect(/Retry-After: 8\r\n/.test(answer)).toBe(refuse === 429 || refuse === 503);
    const user = dial(server);
    const { body } = await user.nth('connect_error');
    expect((body as { description: { message: string } }).description.message).toContain(`${refuse}`);
    expect(server.stats()).toMatchObject({ faultRefuse: 2, connections: 0 });
  });

  it('refuse: refuses only the configured share', async () => {
    const server = await mock({ faults: { refuse: 503, refuseShare: 0.5 } });
    const answers = await Promise.all(Array.from({ length: 20 }, () => upgradeAnswer(server)));
    const refused = answers.filter((answer) => answer.startsWith('HTTP/1.1 503')).length;
    expect(refused).toBe(server.stats().faultRefuse);
    expect(refused).toBeGreaterThan(3);
    expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 101')).length).toBe(20 - refused);
  });

  it('refuse: refuses only above the maximum number of open connections', async () => {
    const server = await mock({ faults: { refuse: 429, refuseAbove: 2 } });
    const users = [await readyClient(server), await readyClient(server)];
    expect(await upgradeAnswer(server)).toMatch(/^HTTP\/1\.1 429/);
    for (const user of users) user.close();
    await eventually(async () => (await upgradeAnswer(server)).startsWith('HTTP/1.1 101'));
  });

  it.each([4, 2] as const)('slowAccept: delays the response to the upgrade (client %i)', async (client) => {
    const server = await mock({ faults: { slowAccept: '80ms' } });
    const dialledAtMs = performance.now();
    const user = await readyClient(server, { client });
    expect(user.heard[0]!.atMs - dialledAtMs).toBeGreaterThanOrEqual(80);
    expect(server.stats().faultSlowAccept).toBe(1);
  });

  it('slowAccept: tolerates a client that gives up while it waits', async () => {
    const server = await mock({ faults: { slowAccept: '50ms' } });
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(
        'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: l\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      );
    });
    await eventually(() => server.stats().faultSlowAccept === 1);
    socket.resetAndDestroy();
    await readyClient(server);
    expect(server.stats().connections).toBe(1);
  });

  it('neverReady: connects and answers, but never becomes ready', async () => {
    const server = await mock({ faults: { neverReady: 1 } });
    const user = dial(server);
    await user.nth('connect');
    user.say('hi');
    await user.nth('finalPing');
    expect(user.all('endpoint-ready')).toEqual([]);
    expect(server.stats()).toMatchObject({ faultNeverReady: 1, ready: 0 });
  });

  it.each([
    [4, 'ping timeout'],
    [2, 'ping timeout'],
  ] as const)('heartbeatStop: the connection hangs until the client gives up (client %i)', async (client, reason) => {
    const server = await mock({ pingInterval: '300ms', pingTimeout: '300ms', faults: { heartbeatStop: 1 } });
    const user = await readyClient(server, { client });
    await eventually(() => server.stats().faultHeartbeatStop === 1);
    user.say('hi');
    await notify(server, user);
    expect((await user.nth('disconnect')).body).toBe(reason);
    // Neither direction: the input was never read, and the notification that the server wrote never left it.
    expect(server.stats()).toMatchObject({ inputs: 0, outputs: 1 });
    expect(user.outputs()).toEqual([]);
  });

  it('restart: closes every connection, refuses new ones for a while, then recovers', async () => {
    const server = await mock({ bot: 'booking', faults: { restart: '300ms', restartDowntime: '300ms' } });
    const user = await readyClient(server);
    user.say('for 2');
    await user.nth('finalPing');
    expect((await user.nth('disconnect')).body).toBe('transport close');
    const refused = dial(server);
    await refused.nth('connect_error');
    await eventually(() =>
      fetch(`${server.url}/stats`).then(
        (answer) => answer.ok,
        () => false,
      ),
    );
    const back = await readyClient(server, { sessionId: user.sessionId, userId: user.userId });
    back.say('friday');
    await back.nth('finalPing');
    expect(back.outputs()[0]!.text).toContain('what name');
    expect(server.stats().faultRestart).toBe(1);
  });
});
