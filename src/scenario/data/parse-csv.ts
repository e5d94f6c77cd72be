import { CsvError, parse } from 'csv-parse/sync';

/** How CSV is read. Default: RFC 4180, every line with the same number of cells. */
export interface CsvForm {
  /** One character. */
  readonly delimiter: string;
  /** A quote within an unquoted cell is part of its text, and lines may have different numbers of cells. */
  readonly isLenient?: boolean;
  /** Default: an empty line is a record of one empty cell. */
  readonly skipsEmptyLines?: boolean;
  /** Default: all. */
  readonly maxRecords?: number;
}

export type CsvFault = CsvError;

/** A fault of a CSV text; undefined for any other thrown value. */
export function asCsvFault(thrown: unknown): CsvFault | undefined {
  return thrown instanceof CsvError ? thrown : undefined;
}

/** The cells of each record. `take`: gets each as soon as it is read, also those before a fault; then none is returned. */
export function parseCsv(text: string, form: CsvForm, take?: (cells: readonly string[]) => void): string[][] {
  const { delimiter, isLenient = false, skipsEmptyLines = false, maxRecords } = form;
  return parse(text, {
    delimiter,
    relax_quotes: isLenient,
    relax_column_count: isLenient,
    skip_empty_lines: skipsEmptyLines,
    ...(maxRecords !== undefined && { to: maxRecords }),
    ...(take && {
      on_record: (cells: string[]) => {
        take(cells);
        return null;
      },
    }),
  });
}
