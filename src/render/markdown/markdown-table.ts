export interface Column {
  readonly heading: string;
  /** Numbers stand on the right. */
  readonly align: 'left' | 'right';
}

/** So many lines of a table or list are seen at once, the others are folded: a comment is read among others. */
const MAX_IN_SIGHT = 15;

/** Cells are Markdown already; so many rows at most, with a line that says how many are missing. Empty without rows. */
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

/** `all`: how many lines there would be with room for them. */
function inParts(lines: readonly string[], all: number, write: (lines: readonly string[]) => string): string {
  const folded = lines.slice(MAX_IN_SIGHT);
  return [
    ...(lines.length === 0 ? [] : [write(lines.slice(0, MAX_IN_SIGHT))]),
    // Without blank lines it would be taken for HTML.
    ...(folded.length === 0 ? [] : [`<details><summary>${folded.length} more</summary>`, write(folded), '</details>']),
    ...(all === lines.length ? [] : [`… and ${all - lines.length} omitted (comment size limit).`]),
  ].join('\n\n');
}
