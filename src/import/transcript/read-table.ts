import type { Message, RecordedChat, Speaker } from './message.ts';
import { textOfValue } from './text-of-value.ts';
import { type TextRow, type TextTable, valueInRow } from './text-table.ts';
import { readColumns, type TranscriptColumns } from './transcript-columns.ts';

/** Columns whose value explains a message without text, such as `inputData`. */
const EXPLAINS = /data|payload|postback|attach|button|media|image|file/i;

/** The conversations of a table; their rows may be mixed. `name`: of a conversation without an id. */
export function readTable(table: TextTable, columns: TranscriptColumns, name: string): readonly RecordedChat[] {
  const read = new Set(readColumns(columns));
  const explaining = table.columns.filter((column) => EXPLAINS.test(column) && !read.has(column));
  const hasLines = table.rows.some(({ line }) => line !== undefined);
  const chats = new Map<string, Message[]>();
  for (const [index, row] of table.rows.entries()) {
    const id = columns.conversation === undefined ? '' : textOfValue(valueInRow(row, columns.conversation)).text;
    const messages = chats.get(id) ?? [];
    chats.set(id, messages);
    const place = hasLines ? undefined : `row ${index + 1}`;
    for (const message of messagesOf(row, columns, explaining)) messages.push({ ...message, line: row.line, place });
  }
  return [...chats].map(([id, messages]) => ({ name: id === '' ? name : id, messages }));
}

function messagesOf(
  row: TextRow,
  { texts, times }: TranscriptColumns,
  explaining: readonly string[],
): readonly Omit<Message, 'line' | 'place'>[] {
  const at = (column: string, speaker: Speaker, time: string | undefined) => {
    const { text, omitted } = textOfValue(valueInRow(row, column));
    const extras = text === '' ? explaining.filter((name) => !isBlank(row.get(name))) : [];
    return { speaker, text, omitted: [...omitted, ...extras], time };
  };
  const time = timeOf(row, times);
  if (texts.kind === 'speaker')
    return [at(texts.text, { named: textOfValue(valueInRow(row, texts.speaker)).text }, time)];
  const user = at(texts.user, { role: 'user' }, time);
  // The time of a row with both is that of the user.
  const botTime = user.text === '' ? time : undefined;
  const bot = texts.bot === undefined ? undefined : at(texts.bot, { role: 'bot' }, botTime);
  return [...(user.text === '' && bot?.text !== '' ? [] : [user]), ...(bot && bot.text !== '' ? [bot] : [])];
}

function timeOf(row: TextRow, times: readonly string[]): string | undefined {
  const text = times
    .map((column) => textOfValue(valueInRow(row, column)).text)
    .join(' ')
    .trim();
  return text === '' ? undefined : text;
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || /^(|\{\}|\[\]|null)$/.test(textOrJson(value));
}

function textOrJson(value: unknown): string {
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}
