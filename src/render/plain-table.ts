import Table from 'cli-table3';

export type TableRow = Parameters<InstanceType<typeof Table>['push']>[number] & readonly unknown[];

export interface PlainTableOptions {
  /** Widths, each including one space on the left. Longer texts are truncated with an ellipsis, or wrapped. */
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

/** A table without borders or colours; trailing spaces are removed. */
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

/** A lone surrogate, left when a text is cut within a character. */
const HALF_CHARACTER = /\p{Surrogate}/gu;

/** One text on one line, truncated if too long, with one space on its left. */
export function cutLine(text: string, width: number): string {
  return plainTable([[text]], { widths: [width] });
}

/** One text over the whole width, wrapped at words and indented. */
export function paragraph(text: string, width: number, indent = 0): string {
  // The table itself adds one space to the left of a cell.
  const block = plainTable([[text]], { widths: [width - indent], wrap: true });
  return block
    .split('\n')
    .map((line) => `${' '.repeat(indent)}${line.slice(1)}`.trimEnd())
    .join('\n');
}

/** A line with a name in the first column; the text wraps within the second column. */
export function hanging(line: string, width: number, column = 14): string {
  if (line.length <= width) return line;
  return `${line.slice(0, column)}${paragraph(line.slice(column), width, column).trimStart()}`;
}
