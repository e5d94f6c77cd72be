import { KnownError } from '../../platform/known-error.ts';
import type { ColumnPart, GivenColumns } from '../transcript-options.ts';
import { isKnownSpeaker } from './speaker-words.ts';
import { type TextTable, valueInRow } from './text-table.ts';
import { bareName, usualName, usualNames } from './usual-names.ts';

export interface TranscriptColumns {
  /** Undefined: the file is one conversation. */
  readonly conversation: string | undefined;
  /** A message per row with its speaker, or the texts of user and bot in one row. */
  readonly texts:
    | { readonly kind: 'speaker'; readonly speaker: string; readonly text: string }
    | { readonly kind: 'both'; readonly user: string; readonly bot: string | undefined };
  /** Several: their texts together are the time, such as a date and a time of day. */
  readonly times: readonly string[];
}

/** Where Dialogflow CX has the texts of a turn in its export to BigQuery. */
const DIALOGFLOW = { user: 'request.queryInput.text.text', bot: 'response.queryResult.responseMessages' };

/**
 * The columns to read: `given`, else those with common names.
 * @throws KnownError if a given one is missing, a required one cannot be recognised, or two have the name of one that is read.
 */
export function findColumns(table: TextTable, given: GivenColumns, file: string): TranscriptColumns {
  for (const name of Object.values(given)) checkGiven(table, name, file);
  const find = (part: ColumnPart) => given[part] ?? usualName(table.columns, part);
  const found = {
    conversation: find('conversation'),
    texts: findTexts(table, given) ?? missing(table, given, file),
    times: given.time === undefined ? timesOf(table) : [given.time],
  };
  const twice = readColumns(found).find((name) => table.columns.filter((column) => column === name).length > 1);
  if (twice === undefined) return found;
  throw new KnownError(`${file} has two columns named ${JSON.stringify(twice)}`, {
    hint: 'give each column its own name in the first line',
  });
}

/** The names of all columns that are read. */
export function readColumns({ conversation, texts, times }: TranscriptColumns): readonly string[] {
  const ofTexts = texts.kind === 'speaker' ? [texts.speaker, texts.text] : [texts.user, texts.bot];
  return [conversation, ...ofTexts, ...times].flatMap((name) => (name === undefined ? [] : [name]));
}

function findTexts(table: TextTable, given: GivenColumns): TranscriptColumns['texts'] | undefined {
  const { columns } = table;
  const speaker = given.speaker ?? speakerColumn(table);
  const text =
    given.text ??
    usualName(
      columns.filter((name) => name !== speaker),
      'text',
    );
  const isWide = given.user !== undefined || given.bot !== undefined;
  if (!isWide && speaker !== undefined && text !== undefined) return { kind: 'speaker', speaker, text };
  const nested = table.rows.find((row) => valueInRow(row, 'request.queryInput') !== undefined) && DIALOGFLOW;
  const user = given.user ?? nested?.user ?? usualName(columns, 'user');
  const bot =
    given.bot ??
    nested?.bot ??
    usualName(
      columns.filter((name) => name !== user),
      'bot',
    );
  if (user === undefined || (bot === undefined && given.user === undefined)) return undefined;
  return { kind: 'both', user, bot };
}

/** Of the columns with a usual name, the first in which a known speaker speaks, such as `user`; else the first. */
function speakerColumn({ columns, rows }: TextTable): string | undefined {
  const named = usualNames(columns, 'speaker');
  const speaks = (column: string) => rows.some((row) => isKnownSpeaker(String(row.get(column) ?? '')));
  // A column `type` often has something else, such as the kind of a message.
  return named.find(speaks) ?? named.find((name) => bareName(name) !== 'type');
}

/** A column with times of day needs another with dates. */
function timesOf({ columns, rows }: TextTable): readonly string[] {
  const time = usualName(columns, 'time');
  const date = columns.find((name) => bareName(name) === 'date');
  if (time === undefined) return [];
  const isTimeOfDay = rows.some((row) => /^\d{1,2}:\d{2}/.test(String(row.get(time) ?? '')));
  return date !== undefined && date !== time && isTimeOfDay ? [date, time] : [time];
}

function checkGiven({ columns }: TextTable, name: string, file: string): void {
  if (columns.includes(name) || columns.includes(name.split('.')[0]!)) return;
  throw new KnownError(`--columns: ${file} has no column "${name}"`, { hint: `use one of ${columns.join(', ')}` });
}

function missing({ columns }: TextTable, given: GivenColumns, file: string): never {
  const what = given.text === undefined && usualName(columns, 'text') === undefined ? 'text' : 'speaker';
  const isSeveral = columns.length === 1 && /[^\w\s]/.test(columns[0]!);
  const pairs =
    what === 'text' && columns.length > 1 ? '; for rows with the texts of both, --columns user=NAME,bot=NAME' : '';
  const advice = isSeveral ? '; if these are several, set --delimiter' : pairs;
  throw new KnownError(`cannot determine which column of ${file} contains the ${what}`, {
    hint:
      columns.length === 0
        ? 'it has no columns'
        : `set --columns ${what}=NAME to one of ${columns.join(', ')}${advice}`,
  });
}
