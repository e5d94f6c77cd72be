import type { Socket } from 'socket.io';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { type SayOnceOptions, sayOnce } from '../../src/endpoint/say-once.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import { startForeignWebSocket } from '../support/raw-server.ts';
import { settledEndpoint } from '../support/settled-endpoint.ts';
import { IDENTITY } from '../support/wire-log.ts';
import { WireServer } from '../support/wire-server.ts';

let server: WireServer | undefined;
afterEach(() => server?.stop());

/** Says hello to a server that answers as `answer` does. */
async function hello(answer: (socket: Socket) => void, options: Partial<SayOnceOptions> = {}) {
  server = await WireServer.start();
  server.onInput = (socket) => answer(socket);
  const system = { ...realTime, env: {} };
  return sayOnce(settledEndpoint(server.url()), IDENTITY, { text: 'hello', ...options }, system);
}

const say = (socket: Socket, text: string | null, data?: object) =>
  socket.emit('output', { type: 'output', data: { text, data } });

describe('sending one utterance', () => {
  it('reports the replies and times, and uses test mode', async () => {
    const result = await hello((socket) => {
      say(socket, 'Hi.');
      say(socket, null, { _cognigy: { _default: { _quickReplies: { text: 'Which day?' } } } });
      socket.emit('finalPing', { type: 'regular' });
    });
    expect(result).toMatchObject({ kind: 'answered', endedBy: 'final-ping', replies: ['Hi.', 'Which day?'] });
    if (result.kind !== 'answered') return;
    expect(result.firstOutputMs).toBeGreaterThan(0);
    expect(result.turnMs).toBeGreaterThanOrEqual(result.firstOutputMs ?? Number.NaN);
    expect(server!.requests[0]!.query.get('testMode')).toBe('true');
    expect(server!.inputs).toMatchObject([{ text: 'hello', resetFlow: false }]);
  });

  it('joins the texts of a streamed reply', async () => {
    const chunk = (socket: Socket, text: string, extra: object = {}) =>
      say(socket, text, { _cognigy: { _messageId: 'm', ...extra } });
    const result = await hello((socket) => {
      chunk(socket, 'One. ');
      chunk(socket, 'Two.');
      chunk(socket, '', { _finishReason: 'stop' });
      socket.emit('finalPing', {});
    });
    expect(result).toMatchObject({ replies: ['One. Two.'] });
  });

  it('ends at the last reply if no final ping follows', async () => {
    const result = await hello((socket) => say(socket, 'Hi.'), { quietMs: 60 });
    expect(result).toMatchObject({ kind: 'answered', endedBy: 'quiet', replies: ['Hi.'] });
    if (result.kind === 'answered') expect(result.turnMs).toBe(result.firstOutputMs);
  });

  it('is answered without a reply if only the final ping arrives', async () => {
    const result = await hello((socket) => socket.emit('finalPing', { type: 'cognigyStopFlow' }));
    expect(result).toMatchObject({ kind: 'answered', replies: [], firstOutputMs: undefined });
  });

  it('is silent if nothing arrives', async () => {
    expect(await hello(() => {}, { timeoutMs: 60 })).toEqual({
      kind: 'silent',
      afterMs: 60,
      unknownEvents: new Map(),
    });
  });

  it('keeps the events that arrived instead of an answer', async () => {
    const result = await hello((socket) => socket.emit('bot_uttered', { text: 'Hi.' }), { timeoutMs: 60 });
    expect(result).toMatchObject({ kind: 'silent', unknownEvents: new Map([['bot_uttered', 1]]) });
  });

  it('ignores what was read before it was sent', async () => {
    const early = ['42["endpoint-ready"]', '42["output",{"type":"output","data":{"text":"hi"}}]', '42["finalPing",{}]'];
    const open = '0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}';
    const foreign = await startForeignWebSocket(open, '40{"sid":"b"}', ...early);
    onTestFinished(() => foreign.stop());
    const system = { ...realTime, env: {} };
    const result = await sayOnce(settledEndpoint(foreign.url), IDENTITY, { text: 'hello', timeoutMs: 60 }, system);
    expect(result).toMatchObject({ kind: 'silent', afterMs: 60 });
  });

  it('reports an error of the endpoint', async () => {
    const error = { code: 5, message: 'no Flow' };
    const result = await hello((socket) => socket.emit('output', { type: 'error', data: { error } }));
    expect(result).toEqual({ kind: 'errored', message: 'no Flow', code: '5' });
  });

  it('reports a lost connection', async () => {
    const result = await hello((socket) => socket.disconnect(true));
    expect(result).toMatchObject({ kind: 'failed', failure: { class: 'server-disconnect' } });
  });
});
