import { describe, expect, it } from 'vitest';
import { readTalkLine } from '../../src/talk/talk-line.ts';
import { refusal } from '../support/refusal.ts';

describe('a line of a conversation by hand', () => {
  it.each([
    ['  hello there ', { kind: 'say', text: 'hello there' }],
    ['//reset is a word', { kind: 'say', text: '/reset is a word' }],
    ['/1', { kind: 'press', number: 1 }],
    ['/12', { kind: 'press', number: 12 }],
    ['/reset', { kind: 'reset' }],
    ['/raw', { kind: 'raw' }],
    ['/help', { kind: 'help' }],
    ['/quit', { kind: 'quit' }],
    ['/data {"a": {"b": "}"}} and a text', { kind: 'say', text: 'and a text', data: { a: { b: '}' } } }],
    ['/data{"a":1}', { kind: 'say', text: '', data: { a: 1 } }],
  ])('%s', (line, meant) => {
    expect(readTalkLine(line)).toEqual(meant);
  });

  it.each([
    ['/restart', 'unknown command /restart', '/help'],
    ['/1 please', 'unknown command /1', '//'],
    ['/data', '/data needs a JSON object', 'locale'],
    ['/data [1]', '/data needs a JSON object', 'locale'],
    ['/data {"a": 1', '/data needs a JSON object', 'locale'],
  ])('%s is refused', (line, message, hint) => {
    const error = refusal(() => readTalkLine(line));
    expect([error.message, error.hint]).toEqual([message, expect.stringContaining(hint)]);
  });
});
