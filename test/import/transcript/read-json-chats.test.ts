import { describe, expect, it } from 'vitest';
import { parseJsonValues } from '../../../src/import/transcript/parse-json-values.ts';
import { readJsonChats } from '../../../src/import/transcript/read-json-chats.ts';
import { refusal } from '../../support/refusal.ts';

const read = (text: string) => readJsonChats(parseJsonValues(text, 'chats.json'), 'chats.json', 'chats');
/** Name of each conversation, with `speaker: text` of its messages. */
const told = (text: string) => {
  const content = read(text);
  if ('table' in content) return content.table.columns;
  return content.chats.map(({ name, messages }) => [
    name,
    ...messages.map(({ speaker, text: said }) => `${'named' in speaker ? speaker.named : speaker.role}: ${said}`),
  ]);
};

const OPENAI = {
  messages: [
    { role: 'user', content: 'hi' },
    { role: 'assistant', content: 'hello' },
  ],
};
const SHAREGPT = {
  conversations: [
    { from: 'user', value: 'hi' },
    { from: 'assistant', value: 'hello' },
  ],
};
const BARE = OPENAI.messages;
const MESSAGES = ['user: hi', 'assistant: hello'];
const lines = (...values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join('\r\n');

describe('a chat data set', () => {
  it.each<[string, string, readonly string[]]>([
    ['one conversation', JSON.stringify(OPENAI, undefined, 2), ['chats']],
    ['one of the other form', JSON.stringify(SHAREGPT), ['chats']],
    ['one in a line', `${JSON.stringify(SHAREGPT)}\n`, ['chats']],
    ['an array', JSON.stringify([OPENAI, SHAREGPT]), ['chats 1', 'chats 2']],
    ['an array of arrays of messages', JSON.stringify([BARE, BARE]), ['chats 1', 'chats 2']],
    ['a conversation per line', lines(SHAREGPT, OPENAI), ['chats 1', 'chats 2']],
    ['an array of messages per line', lines(BARE, BARE), ['chats 1', 'chats 2']],
    ['conversations with ids', lines({ id: 'a', ...OPENAI }, { conversation_id: 7, id: 'x', ...OPENAI }), ['a', '7']],
    ['an object with the array', JSON.stringify({ version: 1, data: [SHAREGPT, OPENAI] }), ['chats 1', 'chats 2']],
    [
      'other keys of messages',
      JSON.stringify({
        turns: [
          { speaker: 'user', utterance: 'hi' },
          { speaker: 'assistant', text: 'hello' },
        ],
      }),
      ['chats'],
    ],
  ])('can be %s', (_name, text, names) => {
    expect(told(text)).toEqual(names.map((name) => [name, ...MESSAGES]));
  });

  it('has texts in parts; what is no text is named', () => {
    const content = [
      { type: 'text', text: 'what is' },
      { type: 'image_url', image_url: { url: 'x' } },
      { type: 'text', text: 'this?' },
    ];
    const call = { role: 'assistant', content: null, tool_calls: [{ id: 'c' }] };
    const result = read(JSON.stringify({ messages: [{ role: 'user', content }, call] }));
    expect('chats' in result && result.chats[0]!.messages).toMatchObject([
      { text: 'what is\nthis?', omitted: ['a part of type image_url'], place: 'message 1' },
      { text: '', omitted: ['tool_calls'], place: 'message 2' },
    ]);
  });

  it('has places: the line, the number of the conversation, the number of the message', () => {
    const result = read(lines(OPENAI, SHAREGPT));
    const messages = 'chats' in result ? result.chats.flatMap((chat) => chat.messages) : [];
    expect(messages.map(({ line, place }) => [line, place])).toEqual([
      [1, 'conversation 1, message 1'],
      [1, 'conversation 1, message 2'],
      [2, 'conversation 2, message 1'],
      [2, 'conversation 2, message 2'],
    ]);
  });

  it.each<[string, string]>([
    [
      'an array of other objects',
      JSON.stringify([
        { who: 'user', text: 'hi' },
        { who: 'bot', audio: 'x' },
      ]),
    ],
    ['an object per line', lines({ who: 'user', text: 'hi' }, { who: 'bot', audio: 'x' })],
    [
      'the only array in an object',
      JSON.stringify({ '@odata.count': 2, value: [{ who: 'user', text: 'hi', audio: 1 }] }),
    ],
  ])('is a table instead if it is %s', (_name, text) => {
    expect(told(text)).toEqual(['who', 'text', 'audio']);
  });

  it.each<[string, string, RegExp]>([
    [
      'a mistake in a JSON file',
      '[\n  {"who": "user"}\n  {"who": "bot"}\n]',
      /chats\.json cannot be read: line 3 is not valid JSON/,
    ],
    ['a mistake in a line', `${lines(OPENAI, SHAREGPT)}\n{"messages"`, /line 3 is not valid JSON/],
    [
      'an element of another kind',
      JSON.stringify([OPENAI, { role: 'user' }]),
      /element 2 of chats\.json is not a conversation/,
    ],
    ['a line of another kind', lines(OPENAI, 7), /line 2 of chats\.json is not a conversation/],
    ['a row that is no object', JSON.stringify([{ who: 'user' }, 'hi']), /element 2 of chats\.json is not an object/],
    ['a text', '"hello"', /element 1 of chats\.json is not an object/],
    ['no message', '[]', /chats\.json contains no messages/],
    ['nothing', ' \n', /chats\.json is empty/],
  ])('is refused with %s', (_name, text, message) => {
    expect(refusal(() => read(text)).message).toMatch(message);
  });
});
