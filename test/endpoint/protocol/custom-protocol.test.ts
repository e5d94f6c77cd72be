import { describe, expect, it } from 'vitest';
import type { ConnectionEvent } from '../../../src/endpoint/endpoint-connection.ts';
import type { CustomEvents } from '../../../src/endpoint/protocol/custom-events.ts';
import { makeProtocol } from '../../../src/endpoint/protocol/make-protocol.ts';
import { startMock } from '../../../src/mock/mock-server.ts';
import { settledEndpoint } from '../../support/settled-endpoint.ts';
import { IDENTITY } from '../../support/wire-log.ts';
import { protocolContract } from './protocol-contract.ts';

/** A home-made bot: a text in, a text with buttons out. */
const PLAIN: CustomEvents = {
  input: { event: 'message', args: ['{{text}}', { data: '{{data}}' }] },
  outputs: [{ event: 'reply', where: {}, choices: { items: '$.buttons' } }],
  errors: [],
  end: [],
};

/** A bot with an entrance, chunks and an end of its turns. */
const RICH: CustomEvents = {
  hello: { event: 'join', args: [{ room: '{{sessionId}}', user: '{{userId}}' }], ack: false },
  ready: { event: 'status', where: { '$.state': 'idle' } },
  input: { event: 'say', args: [{ message: { output: '{{text}}', more: '{{data}}' } }] },
  outputs: [
    {
      event: 'message',
      where: { '$.type': 'assistant' },
      text: '$.body.text',
      data: '$.body.data',
      choices: { items: '$.actions[*]', title: '$.label', payload: '$.send' },
      id: '$.id',
      done: '$.done',
    },
  ],
  errors: [{ event: 'failed', where: {}, message: '$.why', code: '$.code' }],
  end: [{ event: 'status', where: { '$.state': 'idle' } }],
};

/** A bot that answers in the ack of the input. */
const ACKED: CustomEvents = {
  hello: { event: 'auth', args: ['{{sessionId}}'], ack: true },
  input: { event: 'ask', args: [{ q: '{{text}}', data: '{{data}}' }] },
  ack: { text: '$.answer', choices: { items: '$.options' } },
  outputs: [],
  errors: [],
  end: [],
};

const PLACE = { namespace: '/chat', path: '/ws/bot' };
const BOTS = [
  { name: 'plain', bot: { events: PLAIN }, socketio: [4, 2] },
  { name: 'rich', bot: { ...PLACE, events: RICH }, socketio: [4, 2] },
  { name: 'with auth', bot: { ...PLACE, auth: { who: 'run-u1' }, events: RICH }, socketio: [4] },
  { name: 'acked', bot: { events: ACKED }, socketio: [4, 2] },
].flatMap(({ socketio, ...each }) => socketio.map((version) => ({ ...each, socketio: version as 4 | 2 })));

const TODAY = { title: 'Today', payload: 'today, please' };

describe.each(BOTS)('custom events, $name, Socket.IO client $socketio', ({ name, bot, socketio }) => {
  protocolContract({
    events: ['reply', 'message', 'status', 'failed', 'join'],
    sendsIds: name !== 'plain',
    offer: {
      text: 'when?',
      data: { _cognigy: { _default: { _quickReplies: { text: 'when?', quickReplies: [TODAY] } } } },
      restart: false,
    },
    async serve() {
      const server = await startMock(
        { bot: 'echo', delay: '0s', ready: '0s' },
        { protocol: { name: 'custom', ...bot } },
      );
      const { path = '/socket.io' } = bot as { path?: string };
      const address = { origin: new URL(server.url).origin, path, token: '' };
      const ready = name === 'plain' ? ({ kind: 'assume', afterMs: 0 } as const) : ({ kind: 'wait' } as const);
      const settings = settledEndpoint('http://bot/unused', { address, socketio, ready, protocol: 'custom', ...bot });
      return { settings, stop: () => server.stop() };
    },
  });
});

const sessionOf = (events: CustomEvents) =>
  makeProtocol(settledEndpoint('http://bot/unused', { protocol: 'custom', events })).openSession(IDENTITY);

describe('a session with custom events', () => {
  it('renders its templates with the ids and the input', () => {
    const message = { id: '{{$uuid}}', output: '{{text}}', more: '{{data}}' };
    const session = sessionOf({ ...RICH, input: { event: 'say', args: [{ message }] } });
    expect(JSON.parse(session.greeting!.json)).toEqual(['join', { room: 'run-c1', user: 'run-u1' }]);
    const [event, { message: first }] = JSON.parse(
      session.encodeInput({ text: 'say "hi" {{x}}', restart: false, data: { a: 1 } }),
    );
    expect(event).toBe('say');
    expect(first).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), output: 'say "hi" {{x}}', more: { a: 1 } });
    const [, { message: next }] = JSON.parse(session.encodeInput({ text: 'hi', restart: false }));
    expect(next.id).not.toBe(first.id);
    expect(next.more).toBeNull();
  });

  const heard = (events: CustomEvents, name: string, payload: unknown) =>
    [sessionOf(events).decode(name, payload, 5, false)].flat() as ConnectionEvent[];
  const only = { input: { event: 'message', args: ['{{text}}'] }, errors: [], end: [] };

  it.each([
    ['a text', 'Hello', 'Hello', undefined, 'content'],
    ['a map with a text', { text: 'Hello', day: 1 }, 'Hello', { text: 'Hello', day: 1 }, 'content'],
    ['a map without', { day: 1 }, '', { day: 1 }, 'content'],
    ['several arguments', ['Hello', { day: 1 }], '', ['Hello', { day: 1 }], 'content'],
    ['an empty map', {}, '', {}, 'blank'],
  ])('reads %s as it is', (_name, payload, text, data, shows) => {
    const events = { ...only, outputs: [{ event: 'reply', where: {} }] };
    expect(heard(events, 'reply', payload)).toMatchObject([{ kind: 'reply-chunk', atUs: 5, text, data, shows }]);
  });

  it('reads text and data by their paths; other fields are not content', () => {
    const events = { ...only, outputs: [{ event: 'reply', where: {}, text: '$[0]', data: '$[1].more' }] };
    expect(heard(events, 'reply', ['Hi', { more: { a: 1 } }])).toMatchObject([
      { text: 'Hi', data: { a: 1 }, shows: 'content' },
    ]);
    expect(heard(events, 'reply', ['', { id: 7 }])).toMatchObject([{ text: '', shows: 'blank' }]);
  });

  it('joins chunks by id, and ends a turn with an output that says so', () => {
    const events: CustomEvents = {
      ...only,
      outputs: [{ event: 'token', where: {}, text: '$.t', id: '$.id', done: '$.last' }],
      end: [{ event: 'token', where: { '$.last': true } }],
    };
    expect(heard(events, 'token', { id: 3, t: 'He' })).toMatchObject([{ messageId: '3', finished: false, text: 'He' }]);
    expect(heard(events, 'token', { id: 3, t: '', last: true })).toMatchObject([
      { kind: 'reply-chunk', messageId: '3', finished: true, shows: 'marker' },
      { kind: 'final-ping', atUs: 5 },
    ]);
  });

  it('takes the first event for the ready signal, and later ones for the end of a turn', () => {
    const session = sessionOf(RICH);
    const idle = () => session.decode('status', { state: 'idle' }, 5, false);
    expect(session.decode('status', { state: 'busy' }, 5, false)).toMatchObject({ kind: 'unknown' });
    expect(idle()).toEqual({ kind: 'ready-signal' });
    expect(idle()).toMatchObject({ kind: 'final-ping' });
  });

  it('names events that do not match, and errors', () => {
    expect(heard(RICH, 'message', { type: 'user' })).toMatchObject([{ kind: 'unknown', name: 'message/unmatched' }]);
    expect(heard(RICH, 'failed', { why: 'no model', code: 7 })).toMatchObject([
      { kind: 'error-reply', message: 'no model', code: '7' },
    ]);
    const events = { ...only, outputs: [], errors: [{ event: 'error', where: {} }], ack: {} };
    expect(heard(events, 'error', 'broken')).toMatchObject([{ kind: 'error-reply', message: 'broken' }]);
    expect(heard(events, 'error', { error: 'broken' })).toMatchObject([{ message: 'broken' }]);
  });

  it('ends a turn with the ack if that is all that the bot answers', () => {
    const acked = (events: CustomEvents) => [sessionOf(events).decodeInputAck!({ answer: 'Hi' }, 5)].flat();
    expect(acked(ACKED)).toMatchObject([{ kind: 'reply-chunk', text: 'Hi' }, { kind: 'final-ping' }]);
    expect(acked({ ...ACKED, outputs: PLAIN.outputs })).toMatchObject([{ kind: 'reply-chunk', text: 'Hi' }]);
    expect(sessionOf(PLAIN).decodeInputAck).toBeUndefined();
  });

  it('finds what can be pressed', () => {
    const { choices } = makeProtocol(
      settledEndpoint('http://bot/unused', { protocol: 'custom', events: PLAIN }),
    ).reading;
    const buttons = ['yes', { label: 'No', value: 'n' }, { title: 'Later' }, { payload: 'untitled' }, 3, null];
    expect(choices({ buttons }).map(({ title, payload }) => [title, payload])).toEqual([
      ['yes', 'yes'],
      ['No', 'n'],
      ['Later', 'Later'],
      ['3', '3'],
    ]);
    expect(choices(undefined)).toEqual([]);
  });
});

it('needs events', () => {
  expect(() => makeProtocol(settledEndpoint('http://bot/unused', { protocol: 'custom' }))).toThrow(/needs the events/);
});
