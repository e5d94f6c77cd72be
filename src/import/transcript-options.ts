import type { ExpectMode } from './imported.ts';

/** Parts of a transcript that a column can have; `user` and `bot`: their texts in the same row. */
export const COLUMN_PARTS = ['conversation', 'speaker', 'text', 'time', 'user', 'bot'] as const;
export type ColumnPart = (typeof COLUMN_PARTS)[number];

/** Part → name of its column. */
export type GivenColumns = Readonly<Partial<Record<ColumnPart, string>>>;

/** Which of the first two numbers of 3/4/2024 is the day. */
export type DateOrder = 'day-first' | 'month-first';

/** How transcripts are read; what is not given is found in the file. */
export interface TranscriptOptions {
  readonly expect: ExpectMode;
  readonly columns?: GivenColumns | undefined;
  /** Between the cells of a CSV file: one character, or `tab`. */
  readonly delimiter?: string | undefined;
  /** A name of the Encoding Standard. */
  readonly encoding?: string | undefined;
  /** Speakers that are the user, as written. */
  readonly userValues?: readonly string[] | undefined;
  /** Speakers that are the bot, as written. */
  readonly botValues?: readonly string[] | undefined;
  /** Recorded pauses become think times, and recorded starts the load. Every message then needs a time. */
  readonly timing?: boolean | undefined;
  readonly dateOrder?: DateOrder | undefined;
}

const PARTS = COLUMN_PARTS.join('|');
const ENTRY = new RegExp(`^\\s*(${PARTS})=(.+)$`, 's');
const NEXT_ENTRY = new RegExp(`,(?=\\s*(?:${PARTS})=)`);

/**
 * Columns as an option names them; undefined if `text` is something else:
 *
 *     columns = part "=" name { "," part "=" name }      a comma that no part follows belongs to the name
 *     part    = "conversation" | "speaker" | "text" | "time" | "user" | "bot"
 */
export function parseColumns(text: string): GivenColumns | undefined {
  const entries = text.split(NEXT_ENTRY).map((entry) => ENTRY.exec(entry));
  if (entries.includes(null)) return undefined;
  return Object.fromEntries(entries.map((entry) => [entry![1]!, entry![2]!.trim()]));
}
