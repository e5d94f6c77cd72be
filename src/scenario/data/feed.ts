import { extname } from 'node:path';
import { readUtf8File } from '../../platform/files/read-file.ts';
import { KnownError } from '../../platform/known-error.ts';
import { LIMITS } from '../../platform/limits.ts';
import type { Feed } from '../scenario.ts';
import { readCsvRows } from './csv-rows.ts';
import type { Table } from './feed-table.ts';
import { readJsonLines, readJsonRows } from './json-rows.ts';
import type { FindFile } from './named-files.ts';

/** A feed as written in the scenario, in its long form. */
export interface FeedInput {
  readonly file: string;
  /** Default sequential. */
  readonly order?: Feed['order'] | undefined;
  /** Default recycle; stop for unique. */
  readonly whenEmpty?: Feed['whenEmpty'] | undefined;
  /** One character between the cells of a CSV file. Default a comma. */
  readonly delimiter?: string | undefined;
}

const READERS: Readonly<Record<string, (text: string, file: string, delimiter: string | undefined) => Table>> = {
  '.csv': readCsvRows,
  '.json': readJsonRows,
  '.jsonl': readJsonLines,
  '.ndjson': readJsonLines,
};

/**
 * Reads a feed. The file extension determines the format: .csv (with a header line), .json (an array of objects), .jsonl or
 * .ndjson (one object per line). `find`: resolves its path. `what`: the kind of file, for errors.
 * @throws KnownError for a file that cannot be read or has no rows; it names the file and, if possible, the line.
 */
export function readFeed(input: FeedInput, find: FindFile, what = 'feed'): Feed {
  const { file, order = 'sequential', whenEmpty = order === 'unique' ? 'stop' : 'recycle', delimiter } = input;
  const ending = extname(file).toLowerCase();
  const reader = READERS[ending];
  if (!reader) {
    throw new KnownError(`the ${what} ${file} has an unknown file type`, {
      hint: 'use a file name that ends in .csv, .json, .jsonl or .ndjson',
    });
  }
  if (delimiter !== undefined && ending !== '.csv') {
    throw new KnownError(`the ${what} ${file} has a delimiter, which only CSV files have`, {
      hint: 'remove delimiter',
    });
  }
  const text = readUtf8File(find(file, what), what, LIMITS.feedBytes).replace(/^\uFEFF/, '');
  const { columns, rows } = reader(text, file, delimiter);
  return { file, order, whenEmpty, columns, rows };
}
