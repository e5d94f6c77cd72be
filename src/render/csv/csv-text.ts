/** A number, a text, or nothing where there is no value. */
export type Cell = number | string | null | undefined;

/** What makes a spreadsheet take a text for a formula. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const QUOTED = /[",\r\n]|^\s|\s$/;

/**
 * CSV after RFC 4180: a header, a record a line.
 *
 *     file   = line { line }
 *     line   = cell { "," cell } LF       LF, not CRLF: readers take both, but the last column of awk and cut would end in CR
 *     cell   = plain | '"' { any | '""' } '"'
 *
 * A text that a spreadsheet would take for a formula (`=…`, `+…`, `-…`, `@…`) gets `'` in front: names come from a scenario,
 * or from a report that somebody sent, and whoever opens the file must not run what stands there. Numbers stay as they are.
 */
export function csvText(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(cellText).join(',')}\n`).join('');
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
