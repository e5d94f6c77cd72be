import { describe, expect, it } from 'vitest';
import type { ReplyChunkEvent, UserInput } from '../../../src/endpoint/endpoint-connection.ts';
import { rememberAuthSecrets } from '../../../src/endpoint/protocol/auth-secrets.ts';
import { makeProtocol } from '../../../src/endpoint/protocol/make-protocol.ts';
import { startMock } from '../../../src/mock/mock-server.ts';
import { redact } from '../../../src/platform/redact.ts';
import { settledEndpoint } from '../../support/settled-endpoint.ts';
import { IDENTITY } from '../../support/wire-log.ts';
import { protocolContract } from './protocol-contract.ts';

const TODAY = { title: 'Today', payload: '/choose{"day": "today"}' };
const PLACES = [
  {},
  { namespace: '/chat', path: '/webchat/ws', userEvent: 'said', botEvent: 'answered', metadataKey: 'customData' },
];

describe.each(PLACES.flatMap((place) => [4, 2].map((socketio) => ({ ...place, socketio: socketio as 4 | 2 }))))(
  'the protocol of Rasa, %j',
  ({ socketio, ...place }) => {
    protocolContract({
      events: ['session_confirm', 'answered', 'bot_uttered', 'user_uttered'],
      // The echo bot sends back quick replies of Cognigy's, which the endpoint puts into the form of Rasa.
      offer: {
        text: 'when?',
        data: { _cognigy: { _default: { _quickReplies: { text: 'when?', quickReplies: [TODAY] } } } },
        restart: false,
      },
      async serve() {
        const server = await startMock(
          { bot: 'echo', delay: '0s', ready: '0s' },
          { protocol: { name: 'rasa', ...place } },
        );
        const { origin } = new URL(server.url);
        const address = { origin, path: place.path ?? '/socket.io', token: '' };
        const settings = settledEndpoint(`${server.url}/unused`, { address, socketio, protocol: 'rasa', ...place });
        return { settings, stop: () => server.stop() };
      },
    });
  },
);

describe('a session at Rasa', () => {
  const speak = () => makeProtocol(settledEndpoint('http://bot/unused', { protocol: 'rasa' }));
  const session = speak().openSession(IDENTITY);
  const said = (parts: Partial<UserInput>) => JSON.parse(session.encodeInput({ text: 'hi', restart: false, ...parts }));

  it('asks for its id, and is ready once that is confirmed', () => {
    expect(session.greeting).toEqual({ json: '["session_request",{"session_id":"run-c1"}]', asksAck: false });
    expect(session.decode('session_confirm', 'run-c1', 1, false)).toEqual({ kind: 'ready-signal' });
  });

  it('says a text with its id, data as metadata, and extra fields', () => {
    expect(said({})).toEqual(['user_uttered', { message: 'hi', session_id: 'run-c1' }]);
    const more = { data: { locale: 'en' }, extra: { customData: { a: 1 }, message: 'replaced' } };
    expect(said(more)).toEqual([
      'user_uttered',
      { message: 'hi', session_id: 'run-c1', metadata: { locale: 'en' }, customData: { a: 1 } },
    ]);
  });

  it('sends its auth payload, which no output shows', () => {
    const token = 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.secret';
    const settings = settledEndpoint('http://bot/unused', { protocol: 'rasa', auth: { token } });
    rememberAuthSecrets(settings);
    expect(makeProtocol(settings).openSession(IDENTITY).auth).toEqual({ token });
    expect(redact(`refused: ${token.slice(7)}`)).not.toContain('secret');
  });

  const heard = (payload: unknown) => session.decode('bot_uttered', payload, 5, false) as ReplyChunkEvent;

  it.each([
    ['a text', { text: 'Hello.' }, 'Hello.', undefined, 'content'],
    ['an image', { attachment: { type: 'image', payload: { src: 'http://x' } } }, '', 'itself', 'content'],
    ['quick replies', { text: 'When?', quick_replies: [] }, 'When?', 'itself', 'content'],
    ['custom JSON', { date: '2026-12-01' }, '', 'itself', 'content'],
    ['a list', [{ card: 1 }], '', 'itself', 'content'],
    ['a bare text', 'Hello.', 'Hello.', undefined, 'content'],
    ['an empty text', { text: ' ' }, ' ', undefined, 'blank'],
    ['nothing', undefined, '', undefined, 'blank'],
  ])('reads %s', (_name, payload, text, data, shows) => {
    expect(heard(payload)).toMatchObject({ kind: 'reply-chunk', atUs: 5, text, shows, finished: true });
    expect(heard(payload).data).toEqual(data === 'itself' ? payload : data);
  });

  it('finds choices and texts in each form of a message', () => {
    const { choices, texts } = speak().reading;
    const press = (title: string) => ({ title, payload: `/${title}` });
    const data = {
      quick_replies: [{ content_type: 'text', ...press('yes') }, { title: 'no' }, { payload: '/nothing' }],
      buttons: [press('later'), { title: 'site', type: 'web_url', url: 'http://x' }],
      attachment: { type: 'template', payload: { elements: { title: 'Pizza', buttons: [press('order')] } } },
    };
    expect(choices(data)).toEqual([
      { ...press('yes'), kind: 'quick-reply' },
      { title: 'no', payload: 'no', kind: 'quick-reply' },
      { ...press('later'), kind: 'button' },
      { ...press('order'), kind: 'button' },
    ]);
    expect(texts({ text: 'Which?', data })).toEqual(['Which?', 'Pizza', 'yes', 'no', 'later', 'order']);
  });
});
