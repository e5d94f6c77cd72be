import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replyTexts } from '../../../src/endpoint/protocol/cognigy/reply-texts.ts';
import { decodeEvent } from '../../../src/endpoint/protocol/cognigy/turn-events.ts';
import { rememberSecret } from '../../../src/platform/redact.ts';

const event = (name: string, payload?: unknown) => decodeEvent(name, payload, 5, false);
const output = (data: unknown) => event('output', { type: 'output', data });
const plain = { kind: 'reply-chunk', atUs: 5, acked: false, messageId: undefined, finished: true };

describe('an output of type output', () => {
  it('is a reply with text, data, trace id and source', () => {
    expect(
      output({ text: 'hi', data: { a: 1 }, traceId: 't', source: 'agent', disableSensitiveLogging: false }),
    ).toEqual({
      ...plain,
      text: 'hi',
      data: { a: 1 },
      traceId: 't',
      source: 'agent',
      shows: 'content',
    });
  });

  it('has ids of limited length that stay distinct', () => {
    const long = (end: string) => `${'x'.repeat(300_000)}${end}`;
    const told = (end: string) => output({ text: 'hi', traceId: long(end) }) as { traceId: string };
    expect(told('1').traceId).toHaveLength(200);
    expect(told('1').traceId).toBe(told('1').traceId);
    expect(told('1').traceId).not.toBe(told('2').traceId);
    expect(event(long('1'))).toMatchObject({ kind: 'unknown', name: expect.stringMatching(/^x{183}…[0-9a-f]{16}$/) });
  });

  it('has ids that are one word; others are replaced by length and hash', () => {
    const ids = { traceId: 'what Jane said', source: 'bot', data: { _cognigy: { _messageId: 'of Jane' } } };
    expect(output({ text: 'hi', ...ids })).toMatchObject({
      traceId: expect.stringMatching(/^14 characters \(#[0-9a-f]{8}\)$/),
      source: 'bot',
      messageId: expect.stringMatching(/^7 characters/),
    });
    expect(event('heard Jane')).toMatchObject({ name: expect.stringMatching(/^10 characters/) });
  });

  it('hides a secret in an id before truncating it', () => {
    rememberSecret('SEKRETTOKEN123');
    const { traceId } = output({ text: 'hi', traceId: `${'q'.repeat(171)}SEKRETTOKEN123${'z'.repeat(50)}` }) as {
      traceId: string;
    };
    expect(traceId).not.toContain('SEKRET');
  });

  it.each([
    ['an object as JSON', '{"a":[1]}', { a: [1] }],
    ['an array as JSON', ' [1]', [1]],
    ['a sentence', 'see you', 'see you'],
    ['broken JSON', '{"a":', '{"a":'],
  ])('parses data that is %s in a string', (_name, data, expected) => {
    expect(output({ text: '', data })).toMatchObject({ data: expected, shows: 'content' });
  });

  it.each([
    ['the end of a stream', { _cognigy: { _messageId: 'm', _finishReason: 'stop' } }],
    ['the same in a string', '{"_cognigy":{"_messageId":"m"}}'],
  ])('is only a marker without text and with %s', (_name, data) => {
    expect(output({ text: null, data })).toMatchObject({ text: '', shows: 'marker' });
    expect(output({ text: 'x', data })).toMatchObject({ shows: 'content' });
    expect(output({ text: ' ', data })).toMatchObject({ text: ' ', shows: 'blank' });
  });

  it.each([
    ['no data', undefined],
    ['null', null],
    ['an empty object', {}],
    ['an empty list', []],
    ['white space', ' \n'],
    ['an empty message', { _cognigy: { _webchat: { message: {} } } }],
    ['an empty form for each channel', { _cognigy: { _default: {}, _webchat: null }, _plugin: [] }],
    ['a message of white space', { _data: { _cognigy: { _default: { _text: { text: ['\t', null] } } } } }],
  ])('is blank with %s and a text of white space only', (_name, data) => {
    for (const text of [null, '', ' \u00a0\r\n']) {
      expect(output({ text, data })).toMatchObject({ shows: 'blank' });
    }
    expect(output({ text: ' x ', data })).toMatchObject({ shows: 'content' });
  });

  it.each([
    ['false', { answered: false }],
    ['0', { left: 0 }],
    ['the bare flag false', false],
    ['a word deep inside', { a: { b: [{ c: 'd' }] } }],
    ['a key of the platform outside its place', { _messageId: 'm' }],
  ])('is not blank with the data %s', (_name, data) => {
    expect(output({ text: ' ', data })).toMatchObject({ shows: 'content' });
  });

  it('is not a marker if a user sees something without text', () => {
    const quickReplies = { _cognigy: { _default: { _quickReplies: { text: 'Pick one', quickReplies: [] } } } };
    expect(output({ text: null, data: quickReplies })).toMatchObject({ text: '', shows: 'content' });
  });

  it('belongs to a stream by its message id and ends it with its finish reason', () => {
    const chunk = (extra: object) => output({ text: 'a', data: { _cognigy: { _messageId: 'm1', ...extra } } });
    expect(chunk({})).toMatchObject({ messageId: 'm1', finished: false });
    expect(chunk({ _finishReason: null })).toMatchObject({ messageId: 'm1', finished: false });
    expect(chunk({ _finishReason: 'stop' })).toMatchObject({ messageId: 'm1', finished: true });
  });
});

describe('an output of another shape', () => {
  it.each([
    ['a text', 'hi', 'hi', undefined],
    ['a number', 42, '42', undefined],
    ['a flag', true, '', true],
    ['nothing', undefined, '', undefined],
    ['null', null, '', undefined],
    ['an array', ['a'], '', ['a']],
    ['text and data without a type', { text: 'hi', data: { a: 1 } }, 'hi', { a: 1 }],
    ['text alone', { text: 'hi' }, 'hi', undefined],
    ['another type', { type: 'card', data: { text: 'hi', data: [1] } }, 'hi', [1]],
    ['data alone', { type: 'card', data: { a: 1 } }, '', { a: 1 }],
    ['an object of its own', { price: 3 }, '', { price: 3 }],
    ['a list in data', { data: [1, 2] }, '', [1, 2]],
  ])('is a reply with the text in %s', (_name, payload, text, data) => {
    expect(event('output', payload)).toMatchObject({ kind: 'reply-chunk', text, data });
  });

  it('is not a reply if it is debug output of an old server', () => {
    expect(event('output', { type: 'logStep', data: {} })).toMatchObject({ kind: 'unknown', name: 'output/logStep' });
  });
});

describe('the other events', () => {
  it.each([
    [{ type: 'regular' }, 'regular'],
    [{ type: 'cognigyStopFlow' }, 'cognigyStopFlow'],
    [{ type: 'error' }, 'error'],
    [{}, 'unspecified'],
    [undefined, 'unspecified'],
  ])('finalPing %j, as its own event and inside output', (payload, type) => {
    const expected = { kind: 'final-ping', atUs: 5, acked: false, type };
    expect(event('finalPing', payload)).toEqual(expected);
    expect(event('output', { type: 'finalPing', data: payload })).toEqual(expected);
  });

  it.each([
    [{ status: 'typingOn' }, true],
    [{ status: 'on' }, true],
    [{ status: 'typingOff' }, false],
    [{ status: 'off' }, false],
    ['typingOn', true],
  ])('typingStatus %j', (payload, on) => {
    expect(event('typingStatus', payload)).toMatchObject({ kind: 'typing', on });
  });

  it('typingStatus of another shape is unknown', () => {
    expect(event('typingStatus', { status: 1 })).toMatchObject({ kind: 'unknown', name: 'typingStatus' });
  });

  it.each([
    ['output', { type: 'error', data: { error: { code: 17, message: 'no Flow' } } }, 'output', '17', 'no Flow'],
    ['output', { type: 'error', data: {} }, 'output', undefined, '{"type":"error","data":{}}'],
    ['exception', { error: 'broken' }, 'exception', undefined, 'broken'],
    ['exception', { error: { message: 'broken', code: 'E1' } }, 'exception', 'E1', 'broken'],
    ['exception', { data: { error: { message: 'broken' } } }, 'exception', undefined, 'broken'],
    ['exception', { error: { reference: 'r1' } }, 'exception', undefined, '{"reference":"r1"}'],
    ['exception', undefined, 'exception', undefined, 'no message'],
    ['error', { error: ' ' }, 'exception', undefined, 'no message'],
    ['exception', 'plain', 'exception', undefined, 'plain'],
    ['error', { error: { message: 'broken' } }, 'exception', undefined, 'broken'],
  ])('%s %j is an error reply', (name, payload, via, code, message) => {
    expect(event(name, payload)).toMatchObject({ kind: 'error-reply', via, code, message });
  });

  it('finds the trace id of an error in either place', () => {
    expect(event('output', { type: 'error', data: { error: {}, traceId: 't' } })).toMatchObject({ traceId: 't' });
    expect(event('exception', { traceId: 't', error: {} })).toMatchObject({ traceId: 't' });
  });

  it('passes on the timestamp and the ack', () => {
    expect(decodeEvent('switchedFlow', {}, 9, true)).toEqual({
      kind: 'unknown',
      atUs: 9,
      acked: true,
      name: 'switchedFlow',
    });
  });
});

/** Names the parser looks for, so that arbitrary JSON hits its branches. */
const keys = fc.constantFrom(
  'type',
  'data',
  'text',
  'error',
  'code',
  '_cognigy',
  '_messageId',
  '_finishReason',
  'status',
);
const values = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('output', 'error', 'finalPing', 'typingOn', '{"_cognigy":', '[1]', '{"a":1}', null, ''),
);
const shaped = fc.letrec((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, values, fc.dictionary(keys, tie('node'), { maxKeys: 5 })),
})).node;

it('never throws, and returns a known kind, for any input', () => {
  const names = fc.oneof(fc.constantFrom('output', 'finalPing', 'typingStatus', 'exception', 'error'), fc.string());
  const kinds = ['reply-chunk', 'typing', 'final-ping', 'error-reply', 'unknown'];
  fc.assert(
    fc.property(names, shaped, (name, payload) => {
      const told = event(name, payload);
      expect(kinds).toContain(told.kind);
      if (told.kind === 'reply-chunk') {
        expect(typeof told.text).toBe('string');
        expect(replyTexts(told).every((text) => typeof text === 'string' && text !== '')).toBe(true);
      }
      if (told.kind === 'error-reply') expect(told.message).not.toBe('');
    }),
    { numRuns: 1000 },
  );
});
