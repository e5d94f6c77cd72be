/** A number, a text, or an empty cell if there is no value. */
export type CsvCell = number | string | null | undefined;

/**
 * Where a spreadsheet would read a formula: at the start of a text, and after a semicolon, a tab or a newline, since these
 * separate cells in locales with a decimal comma, even within quotes.
 */
const FORMULA = /^(?=[=+\-@\t\r＝＋－＠])|(?<=[;\t\r\n][\s"]*)(?=[=+\-@＝＋－＠])/g;
const QUOTED = /[",\r\n]|^\s|\s$/;

/**
 * CSV after RFC 4180: a header, a record a line.
 *
 *     file   = line { line }
 *     line   = cell { "," cell } LF       LF, not CRLF: readers take both, but the last column of awk and cut would end in CR
 *     cell   = plain | '"' { any | '""' } '"'
 *
 * What a spreadsheet would read as a formula (`=…`, `+…`, `-…`, `@…`) gets a leading `'`: names come from a scenario, or from
 * a report from elsewhere, and opening the file must not execute them. Numbers are unchanged.
 */
export function csvText(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(cellText).join(',')}\n`).join('');
}

function cellText(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = cell.replace(FORMULA, "'");
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
