import { KnownError } from '../../platform/known-error.ts';
import type { Row } from '../scenario.ts';
import { checkNames, type Table } from './feed-table.ts';

/** The rows of a JSON array of objects. */
export function readJsonRows(text: string, file: string): Table {
  const rows = parsed(text, (problem) => `the feed ${file} is not valid JSON: ${problem}`);
  if (!Array.isArray(rows)) {
    throw new KnownError(`the feed ${file} is not an array`, { hint: 'use [ { "name": "…" }, … ]' });
  }
  return tableOf(
    rows.map((row, index) => asRow(row, `element ${index + 1} of the feed ${file}`)),
    file,
  );
}

/** The rows of a text with one JSON object per line; empty lines are skipped. */
export function readJsonLines(text: string, file: string): Table {
  const rows: Row[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `line ${index + 1} of the feed ${file}`;
    rows.push(
      asRow(
        parsed(line, (problem) => `${place} is not valid JSON: ${problem}`),
        place,
      ),
    );
  }
  return tableOf(rows, file);
}

function parsed(text: string, describe: (problem: string) => string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KnownError(describe(problemOf(cause)), { hint: 'check quotes, commas and braces there', cause });
  }
}

/** In own words: those of the engine differ between versions of Node, and quote the data. */
function problemOf(cause: unknown): string {
  const said = cause instanceof Error ? cause.message : '';
  if (/^(Unexpected end|Unterminated string)/.test(said)) return 'it ends too early';
  const [, token] = /^Unexpected token '?(.)'?/u.exec(said) ?? [];
  return token === undefined ? 'it is malformed' : `unexpected ${JSON.stringify(token)}`;
}

function asRow(value: unknown, place: string): Row {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Row;
  throw new KnownError(`${place} is not an object`, { hint: 'use { "name": "…", "guests": 4 }' });
}

/** The columns are the keys that every row has. */
function tableOf(rows: readonly Row[], file: string): Table {
  const [first] = rows;
  if (!first) throw new KnownError(`the feed ${file} has no rows`, { hint: 'add at least one object' });
  checkNames(Object.keys(first), file);
  const columns = Object.keys(first).filter((name) => rows.every((row) => Object.hasOwn(row, name)));
  if (columns.length > 0) return { columns, rows };
  throw new KnownError(`the rows of the feed ${file} have no key in common`, {
    hint: 'columns are the keys that all rows have',
  });
}
