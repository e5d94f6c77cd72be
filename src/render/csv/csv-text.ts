/** A number, a text, or nothing where there is no value. */
export type Cell = number | string | null | undefined;

/**
 * Where a spreadsheet would begin a formula: at the start of a text, and behind a semicolon, a tab or a line's end, since those
 * part cells for one that is not told to take commas (as in countries that write 0,5), whatever quotes stand around.
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
 * What a spreadsheet would take for a formula (`=…`, `+…`, `-…`, `@…`) gets `'` in front: names come from a scenario, or from a
 * report that somebody sent, and whoever opens the file must not run what stands there. Numbers stay as they are.
 */
export function csvText(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(cellText).join(',')}\n`).join('');
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = cell.replace(FORMULA, "'");
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
