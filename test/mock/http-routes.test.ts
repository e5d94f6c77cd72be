import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { MockServer } from '../../src/mock/mock-server.ts';
import type { MockClient } from '../support/mock-client.ts';
import { mock, readyClient } from '../support/mock-fixture.ts';

const post = (server: MockServer, path: string, body: string) =>
  fetch(`${server.url}${path}`, { method: 'POST', body });

const pushTo = (user: MockClient, more: object = {}) =>
  JSON.stringify({ userId: user.userId, sessionId: user.sessionId, text: 'news', data: { marker: 7 }, ...more });

describe('the HTTP routes', () => {
  it('inject: runs the bot as for an input', async () => {
    const server = await mock({ bot: 'booking' });
    const user = await readyClient(server);
    user.say('for 2');
    await user.nth('finalPing');
    expect((await post(server, '/inject/any', pushTo(user, { text: 'friday' }))).status).toBe(200);
    await user.nth('finalPing', 2);
    expect(user.outputs()[1]).toMatchObject({
      text: 'And in what name shall I book it?',
      traceId: expect.stringMatching(/^endpoint-httpIncomingMessage-/),
    });
    expect(server.stats()).toMatchObject({ injected: 1, inputs: 1, outputs: 2 });
  });

  it('inject: an echo bot returns the data with its marker', async () => {
    const server = await mock();
    const user = await readyClient(server);
    await post(server, '/inject/any', pushTo(user));
    await user.nth('finalPing');
    expect(user.outputs()).toMatchObject([{ text: 'news', data: { marker: 7 } }]);
  });

  it('notify: sends the message unchanged and runs no turn', async () => {
    const server = await mock();
    const user = await readyClient(server);
    await post(server, '/notify/any', pushTo(user));
    await post(server, '/notify/any', pushTo(user, { source: 'agent' }));
    await user.nth('output', 2);
    expect(user.outputs()).toMatchObject([
      { text: 'news', data: { marker: 7 }, source: 'bot' },
      { text: 'news', source: 'agent' },
    ]);
    expect(server.stats()).toMatchObject({ notified: 2, outputs: 2, finalPings: 0 });
  });

  it.each<[string, number, (server: MockServer, user: MockClient) => Promise<Response>]>([
    ['an unknown session', 404, (server, user) => post(server, '/notify/right', pushTo(user, { sessionId: 'nobody' }))],
    ['an unknown session', 404, (server, user) => post(server, '/inject/right', pushTo(user, { sessionId: 'nobody' }))],
    ['a wrong token', 401, (server, user) => post(server, '/notify/wrong', pushTo(user))],
    ['a body that is no JSON', 400, (server) => post(server, '/notify/right', '{')],
    ['a missing id', 400, (server) => post(server, '/inject/right', '{"userId":"u"}')],
    [
      'a body that is too large',
      413,
      (server, user) => post(server, '/inject/right', pushTo(user, { text: 'x'.repeat(70_000) })),
    ],
    ['the wrong method', 405, (server) => fetch(`${server.url}/notify/right`)],
    ['another path', 404, (server) => fetch(`${server.url}/elsewhere`)],
  ])('answer %s with %i', async (_, status, request) => {
    const server = await mock({ token: 'right' });
    const user = await readyClient(server, { token: 'right' });
    const answer = await request(server, user);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error: expect.any(String) });
    expect(server.stats()).toMatchObject({ injected: 0, notified: 0 });
  });

  it('survives a client that aborts within its body', async () => {
    const server = await mock();
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write('POST /notify/any HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{', () =>
        socket.resetAndDestroy(),
      );
    });
    await new Promise((resolve) => socket.once('close', resolve));
    const user = await readyClient(server);
    expect((await post(server, '/notify/any', pushTo(user))).status).toBe(200);
  });

  it('the token alone: returns the webchat configuration, for pages of any origin', async () => {
    const server = await mock({ token: 'right', subPath: '/bots/eu' });
    const answer = await fetch(`${server.url}/right`);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect(await answer.json()).toMatchObject({
      active: true,
      URLToken: 'right',
      settings: { startBehavior: 'none', persistentMenu: { menuItems: [] } },
    });
    expect((await fetch(`${server.url}/right`, { method: 'POST' })).status).toBe(404);
  });

  it.each(['/bots/eu/wrong', '/right', '/', '/bots/eu/right/more'])('list the existing routes at %s', async (path) => {
    const server = await mock({ token: 'right', subPath: '/bots/eu' });
    const answer = await fetch(new URL(path, server.url));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      error:
        `not found: ${path}; the mock endpoint serves Socket.IO at /bots/eu/socket.io/, ` +
        'GET /bots/eu/TOKEN (webchat configuration), POST /bots/eu/inject/TOKEN, POST /bots/eu/notify/TOKEN, ' +
        'GET /bots/eu/stats',
    });
  });

  it('stats: returns the same numbers as in the process, as JSON', async () => {
    const server = await mock({ outputs: 2 });
    const [four, two] = [
      await readyClient(server),
      await readyClient(server, { client: 2, query: { testMode: 'true' } }),
    ];
    four.say('hi');
    two.say('hi');
    await Promise.all([four.nth('finalPing'), two.nth('finalPing')]);
    const answer = await fetch(`${server.url}/stats`);
    expect(answer.headers.get('content-type')).toBe('application/json');
    const stats = await answer.json();
    expect(stats).toEqual(server.stats());
    expect(stats).toMatchObject({
      connections: 2,
      connectionsEio4: 1,
      connectionsEio3: 1,
      openConnections: 2,
      sessions: 2,
      inputs: 2,
      testInputs: 1,
      outputs: 4,
      finalPings: 2,
      firstOutputMs: { count: 2 },
    });
  });
});
