import { KnownError } from '../platform/known-error.ts';
import type { NotConverted } from './imported.ts';

/** The columns of a transcript, from the user's options or else by common names. */
export interface TranscriptOptions {
  readonly conversationColumn?: string | undefined;
  readonly speakerColumn?: string | undefined;
  readonly textColumn?: string | undefined;
  /** The value of the speaker column for the user. */
  readonly userValue?: string | undefined;
}

export interface TranscriptColumns {
  /** Undefined: the file is one conversation. */
  readonly conversation: string | undefined;
  readonly speaker: string;
  readonly text: string;
}

/** Compared without case, blanks, hyphens and underscores; earlier ones are preferred. */
const USUAL = {
  conversation: ['conversation', 'conversationid', 'session', 'sessionid', 'dialog', 'dialogid', 'chat', 'chatid'],
  speaker: ['speaker', 'who', 'from', 'role', 'sender', 'author', 'source', 'direction'],
  text: ['text', 'message', 'utterance', 'content', 'inputtext', 'msg', 'body'],
} as const;

const USER_VALUES = [
  'user',
  'customer',
  'human',
  'me',
  'client',
  'caller',
  'guest',
  'visitor',
  'enduser',
  'input',
  'inbound',
];

/** The columns to read. KnownError if a named one is missing, or a required one cannot be recognised. */
export function findColumns(columns: readonly string[], options: TranscriptOptions, file: string): TranscriptColumns {
  const find = (given: string | undefined, usual: readonly string[], flag: string): string | undefined => {
    if (given === undefined) return usual.map((name) => columns.find((column) => bare(column) === name)).find(Boolean);
    if (columns.includes(given)) return given;
    throw new KnownError(`${flag}: ${file} has no column "${given}"`, { hint: `use one of ${columns.join(', ')}` });
  };
  const need = (given: string | undefined, usual: readonly string[], flag: string, what: string): string => {
    const found = find(given, usual, flag);
    if (found !== undefined) return found;
    throw new KnownError(`cannot determine which column of ${file} contains ${what}`, {
      hint: `set ${flag} to one of ${columns.join(', ')}`,
    });
  };
  return {
    conversation: find(options.conversationColumn, USUAL.conversation, '--conversation-column'),
    speaker: need(options.speakerColumn, USUAL.speaker, '--speaker-column', 'the speaker'),
    text: need(options.textColumn, USUAL.text, '--text-column', 'the text'),
  };
}

/** The columns that are not imported, such as times. */
export function unreadColumns(
  columns: readonly string[],
  options: TranscriptOptions,
  file: string,
): readonly NotConverted[] {
  const { conversation, speaker, text } = findColumns(columns, options, file);
  const unread = columns.filter((column) => ![conversation, speaker, text].includes(column));
  if (unread.length === 0) return [];
  const whose = conversation === undefined ? '; the file is read as one conversation' : '';
  return [{ file, line: undefined, what: `the column${unread.length === 1 ? '' : 's'} ${unread.join(', ')}${whose}` }];
}

/** The value of the speaker column for the user. KnownError if it cannot be recognised. */
export function findUserValue(values: ReadonlySet<string>, given: string | undefined, file: string): string {
  const known = [...values];
  const found = given ?? known.find((value) => USER_VALUES.includes(bare(value)));
  if (found !== undefined && values.has(found)) return found;
  const names = known.slice(0, 10).join(', ');
  if (given !== undefined)
    throw new KnownError(`--user-value: ${file} has no speaker "${given}"`, { hint: `use one of ${names}` });
  throw new KnownError(`cannot determine which speaker of ${file} is the user`, {
    hint: `set --user-value to one of ${names}`,
  });
}

const bare = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');
