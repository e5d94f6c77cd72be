import type { Socket } from 'socket.io';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hurriedTimers } from '../support/hurried-timers.ts';
import { startForeignWebSocket } from '../support/raw-server.ts';
import { type EndpointParts, settledEndpoint } from '../support/settled-endpoint.ts';
import { IDENTITY, WireLog } from '../support/wire-log.ts';
import { stopHeartbeat, WireServer, type WireServerOptions } from '../support/wire-server.ts';

const HELLO = { text: 'hello', restart: false };
const stops: (() => unknown)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function serve(options: WireServerOptions = {}): Promise<WireServer> {
  const server = await WireServer.start(options);
  stops.push(() => server.stop());
  return server;
}

/** One contract, both client libraries, one real server. */
describe.each([4, 2] as const)('a connection over socket.io-client %i', (socketio) => {
  function open(server: WireServer, overrides: EndpointParts = {}): WireLog {
    const log = new WireLog(settledEndpoint(server.url(), { socketio, ...overrides }));
    stops.push(() => log.connection.close());
    return log;
  }

  async function ready(server: WireServer, overrides: EndpointParts = {}): Promise<WireLog> {
    const log = open(server, overrides);
    await log.next('ready');
    return log;
  }

  it('measures the network path as soon as it is ready, faster than a reply', async () => {
    const server = await serve();
    const log = await ready(server);
    const { rttLoUs, rttHiUs } = await log.next('path');
    expect(rttLoUs).toBeGreaterThanOrEqual(0);
    expect(rttHiUs).toBeGreaterThan(rttLoUs);
    expect(rttHiUs).toBeLessThan(1_000_000);
    // Soon after, no other ping is sent.
    log.connection.say(HELLO);
    expect(log.events.filter(({ kind }) => kind === 'path')).toHaveLength(1);
  });

  describe('opening', () => {
    it('reports connected, then ready, with the handshake and the duration of each phase', async () => {
      const log = await ready(await serve({ pingInterval: 4000, pingTimeout: 9000, maxHttpBufferSize: 77_000 }));
      const connected = await log.next('connected');
      expect(log.kinds).toEqual(['connected', 'ready']);
      expect(await log.next('ready')).toMatchObject({ how: 'signal' });
      expect(connected.handshake).toEqual({
        eio: socketio === 4 ? 4 : 3,
        pingIntervalMs: 4000,
        pingTimeoutMs: 9000,
        maxPayload: 77_000,
        remoteAddress: '127.0.0.1',
      });
      const { tcpUs = 0, upgradeUs = 0, socketioUs = 0, totalUs } = connected.phases;
      expect(Object.keys(connected.phases).sort()).toEqual(['socketioUs', 'tcpUs', 'totalUs', 'upgradeUs']);
      expect(Math.min(tcpUs, upgradeUs, socketioUs)).toBeGreaterThan(0);
      expect(tcpUs + upgradeUs + socketioUs).toBeCloseTo(totalUs, 3);
    });

    it('sends token, ids and flags encoded once, over WebSocket only, with the extra headers', async () => {
      const server = await serve();
      await ready(server, { testMode: true, emitWithAck: false, headers: { 'X-Gate': 'open sesame' } });
      expect(server.requests).toHaveLength(1);
      const [request] = server.requests;
      expect(Object.fromEntries(request!.query)).toEqual({
        urlToken: 'secret-token',
        sessionId: 'run-c1',
        userId: 'run-u1',
        testMode: 'true',
        emitWithAck: 'false',
        EIO: socketio === 4 ? '4' : '3',
        transport: 'websocket',
      });
      expect(request!.headers).toMatchObject({ 'x-gate': 'open sesame' });
      expect(request!.headers['sec-websocket-extensions']).toBeUndefined();
    });

    it('keeps the sub-path of the endpoint', async () => {
      const server = await serve({ path: '/deep/down/socket.io' });
      const url = server.url().replace('/secret-token', '/deep/down/secret-token/');
      const log = new WireLog(settledEndpoint(url, { socketio }));
      await log.next('ready');
      log.connection.close();
      expect(server.requests[0]!.url).toMatch(/^\/deep\/down\/socket\.io\/\?/);
    });

    it('sends the ids in the inner handshake and not in the URL', async () => {
      const server = await serve({ ready: 'never' });
      const answers: unknown[] = [];
      server.onSocket = (socket) =>
        socket.emit('handshake', (answer: unknown) => {
          answers.push(answer);
          socket.emit('endpoint-ready', {});
        });
      await ready(server, { handshake: 'inner', testMode: true });
      expect([...server.requests[0]!.query.keys()].sort()).toEqual(['EIO', 'handshake', 'transport']);
      expect(answers).toEqual([
        { userId: 'run-u1', sessionId: 'run-c1', urlToken: 'secret-token', testMode: true, emitWithAck: true },
      ]);
    });

    it('assumes ready after a time if the server never sends it', async () => {
      const log = await ready(await serve({ ready: 'never' }), { ready: { kind: 'assume', afterMs: 40 } });
      const connected = await log.next('connected');
      const assumed = await log.next('ready');
      expect(assumed.how).toBe('assumed');
      expect(assumed.atUs - connected.atUs).toBeGreaterThanOrEqual(40_000);
    });

    it('uses the ready signal if it arrives before that time', async () => {
      const log = await ready(await serve(), { ready: { kind: 'assume', afterMs: 4000 } });
      expect(log.kinds).toEqual(['connected', 'ready']);
      expect(await log.next('ready')).toMatchObject({ how: 'signal' });
    });
  });

  describe('failing before ready', () => {
    it('is never-ready if endpoint-ready does not arrive in time', async () => {
      const log = open(await serve({ ready: 'never' }), { connectTimeoutMs: 150 });
      const failed = await log.next('failed');
      expect(log.kinds).toEqual(['connected', 'failed']);
      expect(failed.failure).toMatchObject({ class: 'never-ready', hint: expect.stringContaining('--ready assume') });
    });

    it('is handshake-missing if the server does not know the inner handshake', async () => {
      const log = open(await serve({ ready: 'never' }), { handshake: 'inner', connectTimeoutMs: 150 });
      expect((await log.next('failed')).failure.class).toBe('handshake-missing');
    });

    it('is dropped-before-ready if the server closes the connection, with a hint', async () => {
      const server = await serve({ ready: 'never' });
      server.onSocket = (socket) => socket.disconnect(true);
      const { failure } = await open(server).next('failed');
      expect(failure.class).toBe('dropped-before-ready');
      expect(failure.message).toContain('io server disconnect');
      expect(failure.hint).toMatch(/token.*user id.*session id.*endpoint is disabled/);
    });

    it('is dropped-before-ready if the server refuses the namespace, without the token', async () => {
      const server = await serve();
      server.io.use((_socket, next) => next(new Error('no such token: secret-token')));
      const { failure } = await open(server).next('failed');
      expect(failure.class).toBe('dropped-before-ready');
      expect(failure.message).toMatch(/no such token: …[0-9a-f]{4}$/);
    });

    it('emits nothing more after close, and disconnects', async () => {
      const server = await serve();
      const gone = new Promise<void>((resolve) => {
        server.onSocket = (socket) => socket.on('disconnect', () => resolve());
      });
      const log = await ready(server);
      log.connection.close();
      log.connection.close();
      await gone;
      expect(log.kinds).toEqual(['connected', 'ready']);
    });

    it('is terminated after a time if the server does not answer the close frame', async () => {
      const engine = '0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}';
      const server = await startForeignWebSocket(engine, socketio === 4 ? '40{"sid":"b"}' : '40');
      stops.push(() => server.stop());
      const settings = settledEndpoint(server.url, { socketio, ready: { kind: 'assume', afterMs: 0 } });
      const log = new WireLog(settings, {}, hurriedTimers(20));
      await log.next('ready');
      log.connection.close();
      await server.left;
      expect(log.kinds).toEqual(['connected', 'ready']);
    });

    it('may be closed while it opens', async () => {
      const server = await serve();
      const log = open(server);
      log.connection.close();
      await new WireLog(settledEndpoint(server.url(), { socketio })).next('ready');
      expect(log.events).toEqual([]);
    });
  });

  describe('sending and receiving', () => {
    it('sends processInput in the format of the platform, between two timestamps', async () => {
      const server = await serve();
      const both = new Promise<void>((resolve) => {
        server.onInput = () => server.inputs.length === 2 && resolve();
      });
      const log = await ready(server, { channel: 'load', passthroughIp: '203.0.113.9' });
      const sent = log.connection.say(HELLO);
      log.connection.say({
        text: '',
        data: { a: [1, null] },
        restart: true,
        extra: { reloadFlow: false, URLToken: 'forged', text: 'forged', data: 'forged' },
      });
      await both;
      const known = {
        URLToken: 'secret-token',
        userId: 'run-u1',
        sessionId: 'run-c1',
        channel: 'load',
        source: 'device',
        passthroughIP: '203.0.113.9',
      };
      expect(server.inputs).toEqual([
        { ...known, resetFlow: false, text: 'hello' },
        { ...known, resetFlow: true, text: '', data: { a: [1, null] }, reloadFlow: false },
      ]);
      expect(sent.hiUs).toBeGreaterThanOrEqual(sent.loUs);
    });

    it('delivers pending events at once on request', async () => {
      const server = await serve();
      server.onInput = (socket) => {
        socket.emit('output', 'one');
        socket.emit('finalPing', {});
      };
      // Nothing is delivered but by catching up.
      vi.useFakeTimers({ toFake: ['setImmediate'] });
      stops.push(() => vi.useRealTimers());
      const log = open(server);
      const caughtUp = async (kind: string) => {
        while (!log.kinds.includes(kind)) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          log.connection.catchUp();
        }
      };
      await caughtUp('ready');
      log.connection.say(HELLO);
      await caughtUp('final-ping');
      expect(log.kinds).toEqual(['connected', 'ready', 'reply-chunk', 'final-ping']);
    });

    it('rejects an input before ready', async () => {
      const log = open(await serve());
      expect(() => log.connection.say(HELLO)).toThrow('say in state opening');
    });

    it('sends the channel of the conversation, if it has one', async () => {
      const server = await serve();
      const heard = new Promise<unknown>((resolve) => {
        server.onInput = (_socket, input) => resolve(input.channel);
      });
      const identity = { ...IDENTITY, channel: 'kiosk' };
      const log = new WireLog(settledEndpoint(server.url(), { socketio }), {}, undefined, identity);
      stops.push(() => log.connection.close());
      await log.next('ready');
      log.connection.say(HELLO);
      expect(await heard).toBe('kiosk');
    });

    it('sends typing events in order with inputs, without delaying them', async () => {
      const server = await serve();
      const seen: unknown[] = [];
      const complete = new Promise<void>((resolve) => {
        server.onSocket = (socket) =>
          socket.onAny((name: string, payload: { text?: string }) => {
            seen.push([name, payload.text ?? payload]);
            if (seen.length === 4) resolve();
          });
      });
      const log = await ready(server);
      log.connection.typing(true);
      log.connection.typing(false);
      log.connection.say(HELLO);
      expect(pendingPackets(log)).toBeLessThanOrEqual(1);
      log.connection.typing(true);
      await complete;
      expect(seen).toEqual([
        ['typingStatus', { status: 'typingOn' }],
        ['typingStatus', { status: 'typingOff' }],
        ['processInput', 'hello'],
        ['typingStatus', { status: 'typingOn' }],
      ]);
    });

    it('sends no typing before ready and after the end', async () => {
      const server = await serve({ ready: 'never' });
      const seen: string[] = [];
      const gone = new Promise<void>((resolve) => {
        server.onSocket = (socket) => {
          socket.onAny((name: string) => seen.push(name));
          socket.on('processInput', () => socket.disconnect(true));
          socket.on('disconnect', () => resolve());
          setImmediate(() => socket.emit('endpoint-ready', {}));
        };
      });
      const log = open(server);
      log.connection.typing(true);
      log.onEvent = (event) => event.kind === 'connected' && log.connection.typing(true);
      await log.next('ready');
      log.connection.say(HELLO);
      await log.next('closed');
      log.connection.typing(true);
      await gone;
      expect(seen).toEqual(['processInput']);
    });

    it('sends the ack before it emits the event, for every event that requests one', async () => {
      const server = await serve();
      const order: string[] = [];
      const acked = new Promise<void>((resolve) => {
        server.onInput = (socket) => {
          socket.emit('output', { type: 'output', data: { text: 'hi' } }, () => order.push('output'));
          socket.emit('finalPing', { type: 'regular' }, () => order.push('finalPing'));
          socket.emit('new-thing', () => {
            order.push('new-thing');
            resolve();
          });
        };
      });
      const log = await ready(server);
      log.onEvent = (event) => {
        // Said inside the handler: it overtakes the ack on the wire if the ack is not written first.
        if (event.kind === 'reply-chunk') log.connection.say({ ...HELLO, text: 'again' });
      };
      server.io.sockets.sockets.forEach((socket) => {
        socket.prependAny((name: string, input: { text: string }) => name === 'processInput' && order.push(input.text));
      });
      log.connection.say(HELLO);
      server.onInput = onlyOnce(server.onInput);
      await acked;
      expect(order.slice(0, 3)).toEqual(['hello', 'output', 'again']);
      expect(await log.next('unknown')).toMatchObject({ name: 'new-thing', acked: true });
      expect(await log.next('final-ping')).toMatchObject({ type: 'regular', acked: true });
      expect(await log.next('reply-chunk')).toMatchObject({ text: 'hi', acked: true });
    });

    it('timestamps an utterance after an ack before it is sent, not after', async () => {
      const server = await serve();
      server.onInput = onlyOnce((socket) => socket.emit('output', { type: 'output', data: { text: 'hi' } }, () => {}));
      const log = await ready(server);
      const leftAtOnce = new Promise<boolean>((resolve) => {
        log.onEvent = (event) => {
          if (event.kind !== 'reply-chunk') return;
          log.connection.say(HELLO);
          resolve(pendingPackets(log) <= 1);
        };
      });
      log.connection.say(HELLO);
      expect(await leftAtOnce).toBe(true);
    });

    it('emits events in the order in which the server sent them, for any content', async () => {
      const server = await serve();
      server.onInput = (socket) => {
        socket.emit('typingStatus', { status: 'typingOn' });
        socket.emit('triggeredElement', { id: 'e1' });
        socket.emit('output', { type: 'output', data: { text: 'a', traceId: 't1', source: 'bot' } });
        socket.emit('output', ['a', 'b']);
        socket.emit('output');
        socket.emit('error', { error: { code: 7, message: 'ordinary event' } });
        socket.emit('exception', { data: { error: { message: 'broken' } } });
        socket.emit('output', { type: 'error', data: { error: { code: 1 } } });
        socket.emit('typingStatus', { status: 'typingOff' });
        socket.emit('output', { type: 'finalPing', data: { type: 'regular' } });
      };
      const log = await ready(server);
      log.connection.say(HELLO);
      await log.next('final-ping');
      expect(log.kinds.slice(2)).toEqual([
        'typing',
        'unknown',
        'reply-chunk',
        'reply-chunk',
        'reply-chunk',
        'error-reply',
        'error-reply',
        'error-reply',
        'typing',
        'final-ping',
      ]);
      const told = log.events.filter(({ kind }) => kind !== 'path');
      expect(told[4]).toMatchObject({ text: 'a', traceId: 't1', source: 'bot', acked: false, shows: 'content' });
      expect(told[6]).toMatchObject({ text: '', data: undefined, shows: 'blank' });
      const times = log.events.map((event) => event.atUs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    });

    it.each([
      ...['', '0', '0{}', '3', '4', '7', 'b!', 'nonsense'],
      ...[
        '40',
        '40{"sid":"again"}',
        '42',
        '427',
        '42[]',
        '42{}',
        '42[1]',
        '42["connect"]',
        '42["output",',
        '42[null]',
        '42[{"toString":1}]',
        '42[["output"]]',
        '429["output"]',
      ],
      ...[
        '43[]',
        '44{"message":"late"}',
        '44"late"',
        '45["output"]',
        '451-["output",{"_placeholder":true,"num":0}]',
        '49',
      ],
    ])('survives the raw packet %j: continues or ends with one event', async (packet) => {
      const server = await serve();
      server.onInput = (socket) => {
        sendRaw(socket, packet);
        socket.emit('output', 'after');
      };
      const log = await ready(server);
      log.connection.say(HELLO);
      await log.endOr('reply-chunk', (event) => event.text === 'after');
      const ends = log.kinds.filter((kind) => kind === 'closed' || kind === 'failed');
      expect(ends.length).toBeLessThanOrEqual(1);
    });

    it('survives binary arguments and binary frames', async () => {
      const server = await serve();
      server.onInput = (socket) => {
        socket.emit('output', Buffer.from([1, 2]));
        sendRaw(socket, Buffer.from([9, 9]));
        socket.emit('output', 'after');
      };
      const log = await ready(server);
      log.connection.say(HELLO);
      await log.endOr('reply-chunk', (event) => event.text === 'after');
    });

    it('emits an output with binary data before the final ping after it', async () => {
      const server = await serve();
      server.onInput = (socket) => {
        socket.emit('output', { type: 'output', data: { text: 'a photo', data: { bytes: Buffer.from([1, 2]) } } });
        socket.emit('finalPing', { type: 'regular' });
      };
      const log = await ready(server);
      log.connection.say(HELLO);
      expect((await log.next('reply-chunk')).text).toBe('a photo');
      await log.next('final-ping');
      expect(log.kinds).toEqual(['connected', 'ready', 'reply-chunk', 'final-ping']);
    });

    it('keeps characters outside the basic plane and line separators', async () => {
      const server = await serve();
      const text = 'caf\u00e9 \u{1F4DE} \u2028 end';
      server.onInput = (socket, input) => socket.emit('output', { type: 'output', data: { text: input.text } });
      const log = await ready(server);
      log.connection.say({ text, restart: false });
      expect((await log.next('reply-chunk')).text).toBe(text);
    });
  });

  describe('ending after ready', () => {
    it.each([
      ['server-disconnect', (socket: Socket) => socket.disconnect()],
      ['transport-close', (socket: Socket) => socket.conn.close()],
    ])('is %s, reported once', async (expected, act) => {
      const server = await serve();
      server.onInput = (socket) => act(socket);
      const log = await ready(server);
      log.connection.say(HELLO);
      expect((await log.next('closed')).failure.class).toBe(expected);
      expect(log.kinds.filter((kind) => kind === 'closed')).toHaveLength(1);
      expect(() => log.connection.say(HELLO)).toThrow('say in state ended');
    });

    it('is heartbeat-lost if the server becomes silent', async () => {
      const server = await serve({ pingInterval: 100, pingTimeout: 100 });
      server.onInput = stopHeartbeat;
      const log = await ready(server);
      log.connection.say(HELLO);
      expect((await log.next('closed')).failure).toMatchObject({ class: 'heartbeat-lost' });
    });

    it.each(socketio === 4 ? ['44', '45["output"]'] : ['45["output"]'])(
      'is protocol-error if the library throws on the packet %j, reported once',
      async (packet) => {
        const server = await serve();
        server.onInput = (socket) => sendRaw(socket, packet);
        const log = await ready(server);
        const other = await ready(server);
        log.connection.say(HELLO);
        const { failure } = await log.next('closed');
        expect(failure).toMatchObject({
          class: 'protocol-error',
          hint: expect.stringContaining('invalid Socket.IO frames'),
        });
        expect(failure.message).toMatch(/^the server sent data that the Socket\.IO client cannot parse: \w/);
        server.onInput = (socket) => socket.emit('output', 'still there');
        other.connection.say(HELLO);
        expect((await other.next('reply-chunk')).text).toBe('still there');
        expect(log.kinds).toEqual(['connected', 'ready', 'closed']);
      },
    );

    it('is internal-error if its own listener throws, reported once', async () => {
      const server = await serve();
      server.onInput = (socket) => socket.emit('output', 'hi');
      const log = await ready(server);
      log.onEvent = ({ kind }) => {
        if (kind === 'reply-chunk') throw new Error('not foreseen');
      };
      log.connection.say(HELLO);
      const { failure } = await log.next('closed');
      expect(failure.class).toBe('internal-error');
      expect(failure.message).toBe('an internal error in palaver closed the connection: not foreseen');
      expect(log.kinds).toEqual(['connected', 'ready', 'reply-chunk', 'closed']);
    });

    it('names maxPayload if an input was too large', async () => {
      const log = await ready(await serve({ maxHttpBufferSize: 2000 }));
      log.connection.say({ text: 'x'.repeat(5000), restart: false });
      const { failure } = await log.next('closed');
      expect(failure).toMatchObject({ class: 'transport-close', hint: expect.stringContaining('maxPayload') });
      expect(failure.message).toContain('1009');
    });
  });
});

function onlyOnce<A extends unknown[]>(run: (...args: A) => void): (...args: A) => void {
  let done = false;
  return (...args) => {
    if (done) return;
    done = true;
    run(...args);
  };
}

/** Packets the library holds back; what is on its way is still listed until its own drain. */
function pendingPackets(log: WireLog): number {
  const { wire } = log.connection as unknown as { wire: { engine: { writeBuffer: unknown[] } } };
  return wire.engine.writeBuffer.length;
}

/** Past Socket.IO and Engine.IO, straight into the WebSocket. */
function sendRaw(socket: Socket, packet: string | Buffer): void {
  (socket.conn.transport as unknown as { socket: { send(data: unknown): void } }).socket.send(packet);
}
