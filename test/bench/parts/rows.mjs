/** Rows of the table that the menu prints; a bench that runs alone has nobody to tell them to. */

const COLUMNS = { palaver: 'palaver', bare: 'bare loop', artillery: 'Artillery' };

/** One figure of several contenders (palaver, bare, artillery): `show` makes a text of what each of them has. */
export function tellRow(what, byContender, show = String) {
  const cells = Object.entries(byContender).map(([who, value]) => [who, show(value)]);
  process.send?.({ what, cells: Object.fromEntries(cells) });
}

/** Markdown, without the columns that nobody has a figure for; rows come in the order in which they were told. */
export function tableOf(rows) {
  const columns = Object.keys(COLUMNS).filter((column) => rows.some(({ cells }) => cells[column] !== undefined));
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(['', ...columns.map((column) => COLUMNS[column])]),
    line(['---', ...columns.map(() => '---')]),
    ...rows.map(({ what, cells }) => line([what, ...columns.map((column) => cells[column] ?? '–')])),
  ].join('\n');
}
