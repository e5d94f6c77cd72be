export interface Column {
  readonly heading: string;
  /** Numbers are right-aligned. */
  readonly align: 'left' | 'right';
}

/** Number of visible lines of a table or list; the others are folded, to keep comments short. */
const MAX_IN_SIGHT = 15;

/** Cells are Markdown already; at most `most` rows, with a line about omitted ones. Empty without rows. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[], most: number): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const head = [
    line(columns.map(({ heading }) => heading)),
    line(columns.map(({ align }) => (align === 'left' ? '---' : '--:'))),
  ];
  return inParts(rows.slice(0, most).map(line), rows.length, (lines) => [...head, ...lines].join('\n'));
}

/** The same for a list. */
export function markdownList(items: readonly string[], most: number): string {
  const lines = items.slice(0, most).map((item) => `- ${item}`);
  return inParts(lines, items.length, (part) => part.join('\n'));
}

/** `all`: number of lines before truncation. */
function inParts(lines: readonly string[], all: number, write: (lines: readonly string[]) => string): string {
  const folded = lines.slice(MAX_IN_SIGHT);
  return [
    ...(lines.length === 0 ? [] : [write(lines.slice(0, MAX_IN_SIGHT))]),
    // Without blank lines it would be read as HTML.
    ...(folded.length === 0 ? [] : [`<details><summary>${folded.length} more</summary>`, write(folded), '</details>']),
    ...(all === lines.length ? [] : [`… and ${all - lines.length} omitted (comment size limit).`]),
  ].join('\n\n');
}
