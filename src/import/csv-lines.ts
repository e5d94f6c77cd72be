import { KnownError } from '../platform/known-error.ts';
import { asCsvFault, parseCsv } from '../scenario/data/parse-csv.ts';

/** One record of a CSV text, and the number of its first line. */
export interface CsvLine {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * The records of a CSV text that have a value; they may have different numbers of cells, and a quote within an unquoted cell is
 * part of its text. `firstLine`: the line on which `text` begins.
 * @throws KnownError with the line.
 */
export function readCsvLines(text: string, file: string, delimiter: string, firstLine = 1): readonly CsvLine[] {
  const lines: CsvLine[] = [];
  let line = firstLine;
  try {
    parseCsv(text, { delimiter, isLenient: true }, (cells) => {
      if (cells.some((cell) => cell.trim() !== '')) lines.push({ cells, line });
      line += 1 + lineBreaks(cells);
    });
  } catch (cause) {
    if (!asCsvFault(cause)) throw cause;
    throw new KnownError(`${file} cannot be read: the row on line ${line} opens a quote that is never closed`, {
      hint: 'close it, or a quote in a row above; a " within quotes is written ""',
      cause,
    });
  }
  return lines;
}

function lineBreaks(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
}
