import type { Table } from '../scenario/data/feed-table.ts';
import type { ExpectMode, ImportedTalk } from './imported.ts';
import { literalText } from './literal-text.ts';
import { TalkBuilder } from './talk-builder.ts';
import { findColumns, findUserValue, type TranscriptColumns, type TranscriptOptions } from './transcript-columns.ts';

/**
 * A transcript, one message per row, in the order they were sent: a message of the user becomes a step, a message of the
 * bot becomes an expectation of its turn. Rows of different conversations may be mixed.
 */
export function readTranscript(
  table: Table,
  file: string,
  name: string,
  options: TranscriptOptions & { readonly expect: ExpectMode },
): readonly ImportedTalk[] {
  const columns = findColumns(table.columns, options, file);
  const cellOf = (row: Table['rows'][number], column: string) => String(row[column] ?? '').trim();
  const speakers = new Set(table.rows.map((row) => cellOf(row, columns.speaker)));
  const user = findUserValue(speakers, options.userValue, file);
  const talks = new Map<string, TalkBuilder>();
  for (const row of table.rows) {
    const key = columns.conversation === undefined ? name : cellOf(row, columns.conversation);
    const builder = talks.get(key) ?? new TalkBuilder(file, options.expect);
    talks.set(key, builder);
    addMessage(builder, cellOf(row, columns.text), cellOf(row, columns.speaker) === user, options.expect);
  }
  return [...talks].map(([key, builder]) => builder.build(nameOf(key, name, columns)));
}

function addMessage(builder: TalkBuilder, text: string, byUser: boolean, expect: ExpectMode): void {
  if (text === '')
    return builder.addNotConverted(undefined, `a message of ${byUser ? 'the user' : 'the bot'} without text`);
  if (byUser) return builder.turn({ say: literalText(text) }, undefined);
  // Many bots greet the user when the page opens, but not over the API.
  if (!builder.hasTurn) {
    return builder.addNotConverted(
      undefined,
      `a message of the bot before the first of the user: ${JSON.stringify(text)}`,
    );
  }
  const kind = expect === 'equals' ? 'equals' : 'contains';
  builder.bot({ wanted: [{ kind, texts: [text], ignoreCase: false }] }, undefined);
}

function nameOf(key: string, file: string, { conversation }: TranscriptColumns): string {
  return conversation === undefined || key === '' ? file : key;
}
