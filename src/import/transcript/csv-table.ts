import { KnownError } from '../../platform/known-error.ts';
import { asCsvFault, parseCsv } from '../../scenario/data/parse-csv.ts';
import { type CsvLine, readCsvLines } from '../csv-lines.ts';
import type { TextRow, TextTable } from './text-table.ts';

/** The line before the header with which spreadsheets name the delimiter. */
const SEPARATOR_LINE = /^sep=(.)\r?\n/i;
/** In the order of preference, if several make the same number of columns. */
const DELIMITERS = [',', ';', '\t', '|'] as const;
/** How options and people name a tab. */
const TAB = /^(\\t|tab)$/i;

/**
 * The rows of a CSV text (RFC 4180): the first line names the columns. Delimiter: `given`, else that of a line `sep=;` before
 * the header, else the one of comma, semicolon, tab and pipe that makes the most columns of the header. Lines without any
 * value, and columns without a name and any value, are left out. A quote within an unquoted cell is part of its text.
 * @throws KnownError with the line.
 */
export function readCsvTable(text: string, file: string, given?: string): TextTable {
  const [separatorLine = '', separator] = SEPARATOR_LINE.exec(text) ?? [];
  const body = text.slice(separatorLine.length);
  const delimiter = given === undefined ? (separator ?? delimiterOf(body)) : checked(given);
  const [header, ...lines] = readCsvLines(body, file, delimiter, separatorLine === '' ? 1 : 2);
  if (!header)
    throw new KnownError(`${file} is empty`, { hint: 'a transcript has column names and a line per message' });
  const names = header.cells.map((name) => name.trim());
  for (const line of lines) checkLength(line, names.length, file, delimiter);
  const used = [...names.keys()].filter(
    (index) => names[index] !== '' || lines.some(({ cells }) => cells[index] !== ''),
  );
  // The first of two columns with one name is read; both are in `columns`, where it is noticed.
  const places = new Map(used.toReversed().map((index) => [names[index] || `column ${index + 1}`, index]));
  const columns = used.map((index) => names[index] || `column ${index + 1}`);
  return { columns, rows: lines.map(({ cells, line }) => new CsvRow(cells, line, places)) };
}

class CsvRow implements TextRow {
  readonly line: number;
  private readonly cells: readonly string[];
  private readonly places: ReadonlyMap<string, number>;

  constructor(cells: readonly string[], line: number, places: ReadonlyMap<string, number>) {
    this.cells = cells;
    this.line = line;
    this.places = places;
  }

  get(column: string): string | undefined {
    const place = this.places.get(column);
    return place === undefined ? undefined : this.cells[place];
  }
}

function checked(given: string): string {
  const delimiter = TAB.test(given) ? '\t' : given;
  if (delimiter.length === 1 && !/["\r\n]/.test(delimiter)) return delimiter;
  throw new KnownError(`--delimiter must be one character (got ${JSON.stringify(given)})`, {
    hint: 'use a character such as ";", or tab',
  });
}

function delimiterOf(text: string): string {
  const counts = DELIMITERS.map((delimiter) => headerCells(text, delimiter));
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

/** 0 if the header cannot be read with this delimiter. */
function headerCells(text: string, delimiter: string): number {
  try {
    return parseCsv(text, { delimiter, isLenient: true, skipsEmptyLines: true, maxRecords: 1 })[0]?.length ?? 0;
  } catch (cause) {
    if (asCsvFault(cause)) return 0;
    throw cause;
  }
}

/** Further cells may only be empty: some exports end each line with a delimiter. */
function checkLength({ cells, line }: CsvLine, wanted: number, file: string, delimiter: string): void {
  if (cells.length === wanted || (cells.length > wanted && cells.slice(wanted).every((cell) => cell === ''))) return;
  throw new KnownError(
    `${file} cannot be read: line ${line} has ${cells.length} cell${cells.length === 1 ? '' : 's'}, the first line ${wanted}`,
    { hint: `cells are separated by ${JSON.stringify(delimiter)}; a cell that contains it needs quotes` },
  );
}
