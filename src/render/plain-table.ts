import Table from 'cli-table3';

export type TableRow = Parameters<InstanceType<typeof Table>['push']>[number] & readonly unknown[];

export interface PlainTableOptions {
  /** Each with one blank on its left. Longer texts are cut with an ellipsis, or wrapped. */
  readonly widths: readonly number[];
  readonly aligns?: readonly ('left' | 'right')[];
  readonly wrap?: boolean;
}

const NO_LINES = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((name) => [name, '']),
);

/** Columns without borders or colours of their own; blanks at the ends of lines are removed. */
export function plainTable(rows: readonly TableRow[], options: PlainTableOptions): string {
  if (rows.length === 0) return '';
  const table = new Table({
    chars: NO_LINES,
    style: { 'padding-left': 1, 'padding-right': 0, head: [], border: [], compact: true },
    colWidths: [...options.widths],
    colAligns: [...(options.aligns ?? [])],
    wordWrap: options.wrap ?? false,
  });
  table.push(...rows);
  return table
    .toString()
    .split('\n')
    .map((line) => line.replace(HALF_CHARACTER, ' ').trimEnd())
    .join('\n');
}

/** What is left of a character of two UTF-16 units when a text is cut between them. */
const HALF_CHARACTER = /\p{Surrogate}/gu;

/** One text on one line, cut where it is too long, with one blank on its left. */
export function cutLine(text: string, width: number): string {
  return plainTable([[text]], { widths: [width] });
}

/** One text over the whole width, wrapped at words, indented by so many columns. */
export function paragraph(text: string, width: number, indent = 0): string {
  // The table itself puts one blank to the left of a cell.
  const block = plainTable([[text]], { widths: [width - indent], wrap: true });
  return block
    .split('\n')
    .map((line) => `${' '.repeat(indent)}${line.slice(1)}`.trimEnd())
    .join('\n');
}

/** A line that begins with a name in a column of its own; what has no room goes on below the words, not below the name. */
export function hanging(line: string, width: number, column = 14): string {
  if (line.length <= width) return line;
  return `${line.slice(0, column)}${paragraph(line.slice(column), width, column).trimStart()}`;
}
