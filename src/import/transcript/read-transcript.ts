import { readBytesFile } from '../../platform/files/read-file.ts';
import { LIMITS } from '../../platform/limits.ts';
import type { ImportedTalk, NotConverted } from '../imported.ts';
import type { TranscriptOptions } from '../transcript-options.ts';
import { buildTalk } from './build-talk.ts';
import { readCsvTable } from './csv-table.ts';
import { decodeText } from './decode-text.ts';
import type { RecordedChat } from './message.ts';
import { orderMessages } from './order-messages.ts';
import { parseJsonValues } from './parse-json-values.ts';
import { readJsonChats } from './read-json-chats.ts';
import { readTable } from './read-table.ts';
import { rolesOf } from './roles.ts';
import type { TextTable } from './text-table.ts';
import { findColumns, readColumns, type TranscriptColumns } from './transcript-columns.ts';

export interface Transcript {
  readonly talks: readonly ImportedTalk[];
  /** What was assumed or changed, in words. */
  readonly notes: readonly string[];
  readonly notConverted: readonly NotConverted[];
}

/** What a file contains, whatever its format. */
interface Content {
  readonly chats: readonly RecordedChat[];
  readonly isDataSet: boolean;
  readonly notes: readonly string[];
  readonly notConverted: readonly NotConverted[];
}

/**
 * The conversations of a transcript (a message per row, CSV or JSON) or of a chat data set (JSON). `file`: its path as
 * the user names it; `name`: of a conversation without a name.
 * @throws KnownError for a file that cannot be read, or whose columns or speakers cannot be recognised.
 */
export function readTranscript(
  { path, file }: { readonly path: string; readonly file: string },
  name: string,
  options: TranscriptOptions,
): Transcript {
  const bytes = readBytesFile(path, 'transcript', LIMITS.transcriptBytes);
  const { text, note } = decodeText(bytes, file, options.encoding);
  const { chats, isDataSet, notes, notConverted } = contentOf(text, file, name, options);
  const roleOf = rolesOf(chats, options, file, isDataSet);
  const ordered = orderMessages(chats, options, file);
  const terms = { file, expect: options.expect, timing: options.timing ?? false, roleOf };
  const all = ordered.chats.map((chat) => buildTalk(chat.name, chat.messages, terms));
  const silent = all.filter(({ steps }) => steps.length === 0);
  return {
    talks: all.filter(({ steps }) => steps.length > 0),
    notes: [...(note === undefined ? [] : [note]), ...notes, ...ordered.notes].map((each) => `${file}: ${each}`),
    notConverted: [
      ...notConverted,
      ...ordered.notConverted,
      ...silent.flatMap(({ name: id, notConverted: found }): readonly NotConverted[] => [
        ...found,
        { file, line: undefined, what: `the conversation "${id}": the user says nothing` },
      ]),
    ],
  };
}

function contentOf(text: string, file: string, name: string, options: TranscriptOptions): Content {
  if (!/\.(json|jsonl|ndjson)$/i.test(file))
    return tableContent(readCsvTable(text, file, options.delimiter), file, name, options);
  const content = readJsonChats(parseJsonValues(text, file), file, name);
  if ('table' in content) return tableContent(content.table, file, name, options);
  return { chats: content.chats, isDataSet: true, notes: [], notConverted: [] };
}

function tableContent(table: TextTable, file: string, name: string, options: TranscriptOptions): Content {
  const found = findColumns(table, options.columns ?? {}, file);
  const hasTimesOfUsers = options.timing && found.texts.kind === 'both' && found.texts.bot !== undefined;
  return {
    chats: readTable(table, found, name),
    isDataSet: false,
    notes: hasTimesOfUsers ? ['each row has one time for both texts, so think times include response times'] : [],
    notConverted: unreadColumns(table, found, file),
  };
}

/** The columns that are not imported. */
function unreadColumns(table: TextTable, columns: TranscriptColumns, file: string): readonly NotConverted[] {
  const read = new Set(readColumns(columns).flatMap((name) => [name, name.split('.')[0]!]));
  const unread = table.columns.filter((column) => !read.has(column));
  const whose = columns.conversation === undefined ? '; the file is read as one conversation' : '';
  if (unread.length === 0) return [];
  return [{ file, line: undefined, what: `the column${unread.length === 1 ? '' : 's'} ${unread.join(', ')}${whose}` }];
}
