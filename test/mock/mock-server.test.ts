import { io } from 'socket.io-client';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { MockInput } from '../../src/mock/mock-options.ts';
import { startMock } from '../../src/mock/mock-server.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { eventually } from '../support/eventually.ts';
import { dial, mock, readyClient } from '../support/mock-fixture.ts';

/** Both generations of the Socket.IO client. */
const CLIENTS = [4, 2] as const;

describe.each(CLIENTS)('the mock endpoint and socket.io-client %i', (client) => {
  it('serves a turn: typing, output with all fields, typing, final ping', async () => {
    const server = await mock({ typing: true });
    const user = await readyClient(server, { client });
    user.say('hi', { data: { locale: 'en' } });
    await user.nth('finalPing');
    const turn = user.heard.filter(({ event }) => event !== 'connect');
    expect(turn.map(({ event, body }) => [event, body])).toEqual([
      ['endpoint-ready', {}],
      ['typingStatus', { status: 'typingOn' }],
      [
        'output',
        {
          type: 'output',
          data: {
            text: 'hi',
            data: { locale: 'en' },
            traceId: expect.stringMatching(/^endpoint-realtimeClient-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
            disableSensitiveLogging: false,
            source: 'bot',
          },
        },
      ],
      ['typingStatus', { status: 'typingOff' }],
      ['finalPing', { type: 'regular' }],
    ]);
    expect(turn.some(({ ackAsked }) => ackAsked)).toBe(false);
  });

  it.each<[MockInput['finalPing'], string[]]>([
    ['own-event', ['output', 'output', 'finalPing']],
    ['in-output', ['output', 'output', 'output:finalPing']],
    ['none', ['output', 'output']],
    ['before-last-output', ['output', 'finalPing', 'output']],
    ['duplicated', ['output', 'output', 'finalPing', 'output:finalPing']],
  ])('sends the final ping as %s', async (finalPing, expected) => {
    const server = await mock({ finalPing, outputs: 2 });
    const user = await readyClient(server, { client });
    user.say('hi');
    // What the turn still had to say comes before the answer to a second one.
    user.say('end');
    await user.until(() => user.outputs().some((output) => output?.text === 'end'));
    const names = user.heard.map(({ event, body }) =>
      (body as { type?: string } | undefined)?.type === 'finalPing' ? `${event}:finalPing` : event,
    );
    expect(names.slice(2, 2 + expected.length)).toEqual(expected);
    expect(user.outputs()[0]).toMatchObject({ text: 'hi' });
    expect(names[2 + expected.length]).toBe('output');
  });

  it('streams replies', async () => {
    const server = await mock({ stream: true });
    const user = await readyClient(server, { client });
    user.say('One. Two!');
    await user.nth('finalPing');
    const ids = user.outputs().map(({ text, data }) => [text, (data as { _cognigy: Record<string, string> })._cognigy]);
    expect(ids.map(([text]) => text)).toEqual(['One. ', 'Two!', '']);
    expect(new Set(ids.map(([, marker]) => (marker as { _messageId: string })._messageId)).size).toBe(1);
    expect(ids.at(-1)![1]).toMatchObject({ _finishReason: 'stop' });
    expect(server.stats()).toMatchObject({ outputs: 3, markers: 1 });
  });

  it('accepts the ids in the inner handshake', async () => {
    const server = await mock({ token: 'right' });
    const user = await readyClient(server, { client, inner: true, query: { testMode: 'true' } });
    user.say('hi');
    await user.nth('finalPing');
    expect(server.stats()).toMatchObject({ innerHandshakes: 1, testInputs: 1 });
  });

  it.each(['urlToken', 'userId', 'sessionId'])('disconnects before ready if %s is missing', async (name) => {
    const server = await mock();
    const user = dial(server, { client, query: { [name]: undefined } });
    const { body } = await user.nth('disconnect');
    expect(body).toBe('io server disconnect');
    expect(user.heard.map(({ event }) => event)).toEqual(['connect', 'disconnect']);
    expect(server.stats()).toMatchObject({ rejectedIncomplete: 1, ready: 0 });
  });

  it.each([
    ['disconnect', undefined],
    ['exception', ['exception', { error: { message: 'unknown URL token' } }]],
    ['error-output', ['output', { type: 'error', data: { error: { code: 500, message: 'unknown URL token' } } }]],
  ] as const)('refuses a wrong token with %s', async (wrongToken, explanation) => {
    const server = await mock({ token: 'right', wrongToken });
    const user = dial(server, { client, token: 'wrong' });
    await user.nth('disconnect');
    const told = user.heard.slice(1, -1).map(({ event, body }) => [event, body]);
    expect(told).toEqual(explanation ? [explanation] : []);
    expect(server.stats()).toMatchObject({ rejectedToken: 1, ready: 0 });
  });
});

describe('the mock endpoint', () => {
  it('answers without a ready event when it simulates an old server', async () => {
    const server = await mock({ ready: 'never' });
    const user = dial(server);
    await user.nth('connect');
    user.say('hi');
    await user.nth('finalPing');
    expect(user.all('endpoint-ready')).toEqual([]);
    expect(server.stats()).toMatchObject({ ready: 0, faultNeverReady: 0 });
  });

  it('drops input received before it is ready, if configured', async () => {
    const server = await mock({ ready: '150ms', earlyInput: 'drop' });
    const user = dial(server);
    await user.nth('connect');
    user.say('early');
    await user.nth('endpoint-ready');
    user.say('in time');
    await user.nth('finalPing');
    expect(user.outputs().map(({ text }) => text)).toEqual(['in time']);
    expect(server.stats()).toMatchObject({ inputs: 2, inputsEarly: 1 });
  });

  it('assigns each input its own trace id, the same in every run', async () => {
    const traces = async () => {
      const server = await mock({ outputs: 2 });
      const user = await readyClient(server, { sessionId: 'known' });
      user.say('one');
      user.say('two');
      await user.nth('finalPing', 2);
      return user.outputs().map(({ traceId }) => traceId);
    };
    const [first, second, third, fourth] = await traces();
    expect([second, fourth]).toEqual([first, third]);
    expect(first).not.toBe(third);
    expect(await traces()).toEqual([first, second, third, fourth]);
  });

  it('reports what is wrong with an input', async () => {
    const server = await mock();
    const user = await readyClient(server);
    user.say('hi', { resetFlow: 'false' });
    expect((await user.nth('exception')).body).toMatchObject({
      error: { message: expect.stringContaining('resetFlow') },
    });
    user.say('hi', { sessionId: 'another' });
    expect((await user.nth('exception', 2)).body).toMatchObject({
      error: { message: expect.stringContaining('sessionId') },
    });
    expect(server.stats()).toMatchObject({ inputs: 0, inputsInvalid: 2, exceptions: 2 });
  });

  it('keeps the state of a session across connections, and resets it on resetFlow', async () => {
    const server = await mock({ bot: 'booking' });
    const first = await readyClient(server, { sessionId: 'kept' });
    first.say('a table for 2');
    await first.nth('finalPing');
    first.close();
    const second = await readyClient(server, { sessionId: 'kept', userId: first.userId });
    second.say('friday');
    await second.nth('finalPing');
    expect(second.outputs()[0]!.text).toContain('what name');
    second.say('hello', { resetFlow: true });
    await second.nth('finalPing', 2);
    expect(second.outputs()[1]!.text).toContain('Welcome');
  });

  it('sends data as JSON text if configured', async () => {
    const server = await mock({ dataAsText: true });
    const user = await readyClient(server);
    user.say('', { data: { a: 1 } });
    await user.nth('finalPing');
    expect(user.outputs()).toMatchObject([{ text: '', data: '{"a":1}' }]);
  });

  it('sends unknown events among the others', async () => {
    const server = await mock({ oddities: true });
    const user = await readyClient(server);
    user.say('hi');
    await user.nth('finalPing');
    const odd = user.heard.slice(2).map(({ event, body }) => [event, body]);
    expect(odd.slice(0, 3)).toEqual([
      ['triggeredElement', expect.objectContaining({ id: expect.any(String) })],
      ['switchedFlow', expect.objectContaining({ toFlowId: expect.any(String) })],
      ['output', ['transformed', { into: 'this' }]],
    ]);
    expect(user.outputs().at(-1)).toMatchObject({ text: 'hi' });
    expect(server.stats()).toMatchObject({ oddities: 3, outputs: 1 });
  });

  it('sends unsolicited outputs to ready connections', async () => {
    const server = await mock({ unsolicited: '10ms' });
    const user = await readyClient(server);
    await user.nth('output', 3);
    const traces = new Set(user.outputs().map(({ traceId }) => traceId));
    expect(traces.size).toBeGreaterThanOrEqual(3);
    expect(server.stats().unsolicited).toBeGreaterThanOrEqual(3);
  });

  it('saturates: with one worker, inputs of four sessions are answered one after another', async () => {
    const server = await mock({ workers: 1, delay: '150ms' });
    const users = await Promise.all(Array.from({ length: 4 }, () => readyClient(server)));
    const saidAtMs = performance.now();
    for (const user of users) user.say('hi');
    await eventually(() => server.stats().inputs === 4);
    expect(server.stats()).toMatchObject({ busy: 1, queued: 3 });
    const ends = await Promise.all(users.map((user) => user.nth('finalPing')));
    const sorted = ends.map(({ atMs }) => atMs - saidAtMs).sort((a, b) => a - b);
    for (const [index, endMs] of sorted.entries()) expect(endMs).toBeGreaterThanOrEqual(150 * (index + 1));
    const { finalPingMs, firstOutputMs } = server.stats();
    expect(finalPingMs.count).toBe(4);
    expect(finalPingMs.max).toBeGreaterThanOrEqual(600);
    expect(finalPingMs.max).toBeLessThanOrEqual(sorted[3]! + 1);
    expect(firstOutputMs.p50).toBeGreaterThanOrEqual(299);
  });

  it('processes sessions in parallel while workers are free', async () => {
    const server = await mock({ workers: 4, delay: '150ms' });
    const users = await Promise.all(Array.from({ length: 4 }, () => readyClient(server)));
    for (const user of users) user.say('hi');
    await eventually(() => server.stats().busy === 4);
    expect(server.stats().queued).toBe(0);
  });

  it('silently drops inputs that queued too long', async () => {
    const server = await mock({ workers: 1, delay: '200ms', queueTtl: '20ms' });
    const user = await readyClient(server);
    user.say('one');
    user.say('queues behind it');
    await eventually(() => server.stats().inputsExpired === 1);
    user.say('three');
    await user.nth('finalPing', 2);
    expect(user.outputs().map(({ text }) => text)).toEqual(['one', 'three']);
  });

  it('serves everything under its sub-path', async () => {
    const server = await mock({ subPath: '/bots/eu' });
    expect(server.url).toMatch(/\/bots\/eu$/);
    const user = await readyClient(server);
    user.say('hi');
    await user.nth('finalPing');
    expect((await fetch(`${server.url}/stats`)).status).toBe(200);
  });

  it('refuses an upgrade outside its path', async () => {
    const server = await mock({ subPath: '/bots/eu' });
    const user = dial({ ...server, url: new URL(server.url).origin });
    const { body } = await user.nth('connect_error');
    expect((body as { description: { message: string } }).description.message).toContain('404');
    expect(server.stats()).toMatchObject({ faultRefuse: 0, connections: 0 });
  });

  it('announces its heartbeat and maximum frame size', async () => {
    const server = await mock({ maxPayload: 2000, pingInterval: '5s', pingTimeout: '10s' });
    const socket = io(server.url, { transports: ['websocket'], reconnection: false, forceNew: true });
    onTestFinished(() => void socket.disconnect());
    const announced = await new Promise((resolve) => socket.io.engine.once('handshake', resolve));
    expect(announced).toMatchObject({ pingInterval: 5000, pingTimeout: 10_000, maxPayload: 2000, upgrades: [] });
  });

  it('closes the connection on a frame larger than announced', async () => {
    const server = await mock({ maxPayload: 1000, pingInterval: '5s', pingTimeout: '10s' });
    const user = await readyClient(server);
    user.say('x'.repeat(2000));
    expect((await user.nth('disconnect')).body).toBe('transport close');
  });

  it('does not start on a port in use', async () => {
    const server = await mock();
    const second = startMock({}, { port: server.port });
    await expect(second).rejects.toThrow(KnownError);
    await expect(second).rejects.toThrow(/the port is in use/);
  });

  it('cuts every connection on stop, and tolerates a second stop', async () => {
    const server = await mock({ delay: '10s' });
    const user = await readyClient(server);
    user.say('hi');
    await eventually(() => server.stats().busy === 1);
    await Promise.all([server.stop(), user.nth('disconnect')]);
    await server.stop();
    await expect(fetch(server.url)).rejects.toThrow();
  });
});
