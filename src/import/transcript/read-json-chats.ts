import { KnownError } from '../../platform/known-error.ts';
import type { Message, RecordedChat } from './message.ts';
import type { JsonValue } from './parse-json-values.ts';
import { textOfValue } from './text-of-value.ts';
import type { TextRow, TextTable } from './text-table.ts';
import { usualName } from './usual-names.ts';

/** Keys whose list contains the messages of a conversation; earlier ones are preferred. */
const LISTS = ['messages', 'conversations', 'conversation', 'turns', 'entries', 'dialog', 'dialogue'];
const IDS = ['id', 'uuid', 'name'];
/** Keys of a message that are no text, by which it is recognised what is left out. */
const EXTRAS = /^(tool_?calls?|function_?call|attachments?|images?|audio|files?)$/i;

type Fields = Readonly<Record<string, unknown>>;

/** What a JSON file contains: whole conversations, or rows with a message each. */
export type JsonTranscript = { readonly chats: readonly RecordedChat[] } | { readonly table: TextTable };

/**
 * The conversations of a chat data set, `{ messages: [{ role, content }] }` or `{ conversations: [{ from, value }] }`: one, an
 * array of them, or one per line; a conversation may also be a bare array of messages, if there are several. An array of other
 * objects (also if it is the only one in an object, such as `value` of OData) is a table with a message per row.
 * @throws KnownError for values that are neither.
 */
export function readJsonChats(values: readonly JsonValue[], file: string, name: string): JsonTranscript {
  const elements = values.flatMap(({ value, line }) => elementsOf(value, line));
  const isChat = elements.some(({ value }) => messagesOf(value) !== undefined);
  if (!isChat) return { table: tableOf(elements, file) };
  return {
    chats: elements.map((element, index) => {
      const messages = messagesOf(element.value);
      if (messages) return readChat(messages, element, elements.length > 1 ? index + 1 : undefined, name);
      throw new KnownError(`${placeOf(element, index)} of ${file} is not a conversation`, { hint: FORMS });
    }),
  };
}

const FORMS =
  'use { "messages": [ { "role": "user", "content": "hello" } ] }, or one { "from": …, "value": … } per message';

/** The elements of an array of conversations or rows; an array of messages in a line is a conversation. */
function elementsOf(value: unknown, line: number | undefined): readonly JsonValue[] {
  const list = Array.isArray(value) ? value : onlyListOf(value);
  const isConversation = list && line !== undefined && list.every((each) => isFields(each) && !messagesOf(each));
  if (!list || isConversation) return [{ value, line }];
  return list.map((each) => ({ value: each, line }));
}

/** The only array of objects in an object that is no conversation itself. */
function onlyListOf(value: unknown): readonly unknown[] | undefined {
  if (!isFields(value) || messagesOf(value)) return undefined;
  const lists = Object.values(value).filter((each) => Array.isArray(each) && each.length > 0 && each.every(isFields));
  return lists.length === 1 ? (lists[0] as readonly unknown[]) : undefined;
}

/** The messages of a conversation; undefined for a value that is none. */
function messagesOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (!isFields(value)) return undefined;
  const key = LISTS.find((name) => Array.isArray(value[name]));
  return key === undefined ? undefined : (value[key] as readonly unknown[]);
}

/** `number`: of the conversation, from 1; undefined if there is only one. */
function readChat(
  messages: readonly unknown[],
  { value, line }: JsonValue,
  number: number | undefined,
  name: string,
): RecordedChat {
  const id = isFields(value) ? idOf(value) : undefined;
  const chat = number === undefined ? '' : `conversation ${number}, `;
  return {
    name: id ?? (number === undefined ? name : `${name} ${number}`),
    messages: messages.map((message, index) => readMessage(message, line, `${chat}message ${index + 1}`)),
  };
}

function idOf(chat: Fields): string | undefined {
  const keys = Object.keys(chat).filter((key) => typeof chat[key] === 'string' || typeof chat[key] === 'number');
  const key = usualName(keys, 'conversation') ?? IDS.find((name) => keys.includes(name));
  return key === undefined || chat[key] === '' ? undefined : String(chat[key]);
}

function readMessage(message: unknown, line: number | undefined, place: string): Message {
  const fields = isFields(message) ? message : {};
  const keys = Object.keys(fields);
  const at = (part: 'speaker' | 'text' | 'time') => {
    const key = usualName(keys, part);
    return key === undefined ? undefined : fields[key];
  };
  const { text, omitted } = textOfValue(at('text'));
  const time = at('time');
  return {
    speaker: { named: textOfValue(at('speaker')).text },
    text,
    omitted: [...omitted, ...keys.filter((key) => EXTRAS.test(key) && !isEmpty(fields[key]))],
    time: time === undefined || time === null ? undefined : String(time),
    line,
    place,
  };
}

function tableOf(elements: readonly JsonValue[], file: string): TextTable {
  const columns = new Set<string>();
  const rows = elements.map((element, index): TextRow => {
    const { value, line } = element;
    if (!isFields(value))
      throw new KnownError(`${placeOf(element, index)} of ${file} is not an object`, { hint: FORMS });
    for (const key of Object.keys(value)) columns.add(key);
    return { line, get: (column) => (Object.hasOwn(value, column) ? value[column] : undefined) };
  });
  if (rows.length === 0) throw new KnownError(`${file} contains no messages`, { hint: FORMS });
  return { columns: [...columns], rows };
}

function placeOf({ line }: JsonValue, index: number): string {
  return line === undefined ? `element ${index + 1}` : `line ${line}`;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
