import { KnownError } from '../../platform/known-error.ts';
import type { Row } from '../scenario.ts';
import { checkNames, type Table } from './feed-table.ts';
import { asCsvFault, type CsvFault, parseCsv } from './parse-csv.ts';

/** The line before the header with which spreadsheets name the delimiter. */
const SEPARATOR_LINE = /^sep=(.)\r?\n/i;

/**
 * The rows of a CSV text (RFC 4180, with any one-character delimiter): the first line names the columns, every line has the
 * same number of cells, quoted cells may contain delimiters and line ends, lines without a value are skipped, spaces around
 * names are removed. Delimiter: `given`, else that of a line `sep=;` before the header, else a comma.
 * @throws KnownError with the line.
 */
export function readCsvRows(text: string, file: string, given?: string): Table {
  const [separatorLine = '', separator = ','] = SEPARATOR_LINE.exec(text) ?? [];
  const delimiter = given ?? separator;
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    throw new KnownError(`the feed ${file} cannot have the delimiter ${JSON.stringify(delimiter)}`, {
      hint: 'give one character, such as ";" or "\\t"',
    });
  }
  const [header, ...lines] = parsed(text.slice(separatorLine.length), file, delimiter, separatorLine === '' ? 0 : 1);
  if (!header) {
    throw new KnownError(`the feed ${file} is empty`, { hint: 'add a line of column names and a line per row' });
  }
  const cells = lines.filter((line) => line.some((cell) => cell.trim() !== ''));
  const columns = header.map((name) => name.trim());
  checkColumns(columns, file);
  if (cells.length === 0) {
    throw new KnownError(`the feed ${file} has column names but no rows`, {
      hint: 'add a line per row, with at least one value',
    });
  }
  return { columns, rows: cells.map((row) => rowOf(columns, row)) };
}

/** `linesBefore`: lines of the file before `text`. */
function parsed(text: string, file: string, delimiter: string, linesBefore: number): string[][] {
  const form = { delimiter, skipsEmptyLines: true };
  try {
    return parseCsv(text, form);
  } catch (cause) {
    const fault = asCsvFault(cause);
    if (!fault) throw cause;
    const [problem, hint] = explained(
      fault,
      () => parseCsv(text, { ...form, maxRecords: 1 })[0]?.length ?? 0,
      delimiter,
    );
    throw new KnownError(`the feed ${file} cannot be read: line ${Number(fault.lines) + linesBefore} ${problem}`, {
      hint,
      cause,
    });
  }
}

function explained(error: CsvFault, wanted: () => number, delimiter: string): readonly [problem: string, hint: string] {
  if (error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') {
    const has = Array.isArray(error.record) ? error.record.length : 0;
    const problem = `has ${has} cell${has === 1 ? '' : 's'}, the first line ${wanted()}`;
    return [
      problem,
      `use the same number of cells in every line; a cell with ${JSON.stringify(delimiter)} in it needs quotes`,
    ];
  }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return [
      'is the last and still within a quote',
      'close the quote, in it or in a line above; a " within quotes is written ""',
    ];
  return ['has a misplaced quote', 'put quotes around the whole cell, and write a " inside as ""'];
}

function checkColumns(columns: readonly string[], file: string): void {
  checkNames(columns, file);
  const nameless = columns.indexOf('');
  if (nameless >= 0) {
    throw new KnownError(`the feed ${file} has no name for column ${nameless + 1}`, {
      hint: 'the first line must name every column',
    });
  }
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new KnownError(`the feed ${file} has two columns named ${JSON.stringify(twice)}`, {
      hint: 'give each column its own name in the first line',
    });
  }
}

/** Keys are added in the same order for each row, so that all rows share one hidden class in V8. */
function rowOf(columns: readonly string[], cells: readonly string[]): Row {
  const row: Record<string, string> = {};
  for (const [index, name] of columns.entries()) row[name] = cells[index] ?? '';
  return row;
}
