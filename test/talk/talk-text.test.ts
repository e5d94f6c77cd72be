import { expect, it } from 'vitest';
import { rawText } from '../../src/talk/talk-text.ts';

it('shows payloads without characters that control a terminal', () => {
  const text = 'a\u001b[31mb\u009b31mc\u202ed\ne';
  const shown = rawText({
    kind: 'output',
    text: { clear: text, masked: '' },
    choices: [],
    data: { clear: JSON.stringify({ text }), masked: '' },
    source: 'bot',
    traceId: undefined,
    messageId: undefined,
    continues: false,
    finished: true,
    role: 'attributed',
  });
  expect(shown.split('\n').map((line) => line.trim())).toEqual([
    '{',
    '"text": "a\\u001b[31mb<U+009B>31mc<U+202E>d\\ne",',
    '"data": {',
    '"text": "a\\u001b[31mb<U+009B>31mc<U+202E>d\\ne"',
    '},',
    '"source": "bot"',
    '}',
  ]);
});
