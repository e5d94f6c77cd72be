import { failedOf, formatMax, formatQuantile, formatUncertainty, SHOWN_QUANTILES } from './format-trend.ts';
import type { Trend } from './metric-schema.ts';
import type { Paint } from './paint.ts';
import { plainTable, type TableRow } from './plain-table.ts';

/** One line of a table of trends, or a line that heads the ones below it. */
export type TrendLine =
  | { readonly heading: string }
  | { readonly label: string; readonly trend: Trend; readonly failed?: number };

const COUNT_WIDTH = 7;
const QUANTILE_WIDTH = 9;
const COLUMNS = 3 + SHOWN_QUANTILES.length + 1;

/** Count, failed and quantiles in columns; what is uncertain in a line below. */
export function trendTable(lines: readonly TrendLine[], width: number, paint: Paint): string {
  const labelWidth = width - 2 * COUNT_WIDTH - (SHOWN_QUANTILES.length + 1) * QUANTILE_WIDTH;
  const header = ['', 'count', 'failed', ...SHOWN_QUANTILES, 'max'].map((text) => paint('dim', text));
  return plainTable([header, ...lines.flatMap((line) => rowsOf(line, paint))], {
    widths: [labelWidth, COUNT_WIDTH, COUNT_WIDTH, ...SHOWN_QUANTILES.map(() => QUANTILE_WIDTH), QUANTILE_WIDTH],
    aligns: ['left', ...Array.from({ length: COLUMNS - 1 }, () => 'right' as const)],
  });
}

function rowsOf(line: TrendLine, paint: Paint): TableRow[] {
  if ('heading' in line) return [[{ content: line.heading, colSpan: COLUMNS, hAlign: 'left' }]];
  const { label, trend, failed = failedOf(trend) } = line;
  const row = [
    `  ${label}`,
    String(trend.count),
    failed > 0 ? paint('red', String(failed)) : '0',
    ...SHOWN_QUANTILES.map((name) => formatQuantile(trend, name)),
    formatMax(trend),
  ];
  const uncertainty = formatUncertainty(trend);
  if (uncertainty === '') return [row];
  return [row, [{ content: paint('dim', `    ${uncertainty}`), colSpan: COLUMNS, hAlign: 'left' }]];
}
