import { formatCount } from './format-count.ts';
import {
  failedOf,
  formatBrackets,
  formatIntervals,
  formatMax,
  formatQuantile,
  SHOWN_QUANTILES,
} from './format-trend.ts';
import type { Trend } from '../../report/metric-schema.ts';
import type { Paint } from './paint.ts';
import { cutLine, paragraph, plainTable } from './plain-table.ts';

/** One line of a table of trends, or a line that heads the ones below it. */
export type TrendLine =
  | { readonly heading: string }
  | { readonly label: string; readonly trend: Trend; readonly failed?: number };

/** From so many columns on there is room for intervals; report.json has them always. */
const ROOMY = 100;
const COUNT_WIDTH = 7;
const QUANTILE_WIDTH = 9;
const NUMBERS = SHOWN_QUANTILES.length + 3;

/** Count, failed and quantiles in columns; wide brackets, and intervals where there is room, in a line below. */
export function trendTable(lines: readonly TrendLine[], width: number, paint: Paint): string {
  const header = ['', 'count', 'failed', ...SHOWN_QUANTILES, 'max'].map((text) => paint('dim', text));
  return [columns(header, width), ...lines.map((line) => formatLine(line, width, paint))].join('\n');
}

function formatLine(line: TrendLine, width: number, paint: Paint): string {
  if ('heading' in line) return cutLine(line.heading, width);
  const { label, trend, failed = failedOf(trend) } = line;
  const row = columns(
    [
      `  ${label}`,
      formatCount(trend.count),
      failed > 0 ? paint('red', formatCount(failed)) : '0',
      ...SHOWN_QUANTILES.map((name) => formatQuantile(trend, name)),
      formatMax(trend),
    ],
    width,
  );
  const details = [width >= ROOMY ? formatIntervals(trend) : '', formatBrackets(trend)].filter((text) => text !== '');
  return details.length === 0 ? row : `${row}\n${paint('dim', paragraph(details.join('; '), width, 5))}`;
}

/** Each line is a table of its own: cells that span columns would come out wider than the table. */
function columns(row: readonly string[], width: number): string {
  const labelWidth = width - 2 * COUNT_WIDTH - (SHOWN_QUANTILES.length + 1) * QUANTILE_WIDTH;
  return plainTable([[...row]], {
    widths: [labelWidth, COUNT_WIDTH, COUNT_WIDTH, ...SHOWN_QUANTILES.map(() => QUANTILE_WIDTH), QUANTILE_WIDTH],
    aligns: ['left', ...Array.from({ length: NUMBERS }, () => 'right' as const)],
  });
}
