import { formatDurationMs } from '../../platform/time/duration.ts';
import type { Trend } from '../../report/metric-schema.ts';
import type { Paint } from '../paint.ts';
import { cutLine, paragraph, plainTable } from '../plain-table.ts';
import { formatCount } from './format-count.ts';
import {
  failedOf,
  formatIntervals,
  formatMax,
  formatQuantile,
  formatWideBounds,
  SHOWN_QUANTILES,
} from './format-trend.ts';
import { peakOf, sparkline } from './sparkline.ts';

/** One line of a table of trends, or a heading of the lines below it. */
export type TrendLine = { readonly heading: string } | TrendRow;

export interface TrendRow {
  readonly label: string;
  readonly trend: Trend;
  /** Default: the failed turns of the trend. */
  readonly failed?: number;
  /** Values of the bars, ms. All rows of a table have the same number, or none. */
  readonly overTime?: readonly (number | null)[] | undefined;
}

/** Minimum width for intervals and sparklines; report.json always has all of them. */
const ROOMY = 100;
const COUNT_WIDTH = 7;
const QUANTILE_WIDTH = 9;
const NUMBERS_WIDTH = 2 * COUNT_WIDTH + (SHOWN_QUANTILES.length + 1) * QUANTILE_WIDTH;
const MAX_LABEL = '  reply_complete'.length + 1;
const CHART_HEADING = 'p95 over time';
const MAX_BARS = 16;
/** Spaces before a sparkline: that of the table and one more. */
const CHART_INDENT = 2;

/** How many bars fit next to the numbers; 0 if there is no space. */
export function barsThatFit(width: number): number {
  if (width < ROOMY) return 0;
  return Math.min(MAX_BARS, width - MAX_LABEL - NUMBERS_WIDTH - CHART_INDENT - QUANTILE_WIDTH);
}

/** Total, failed ones among it, and quantiles in columns; wide bounds, and intervals if there is space, in a line below. */
export function trendTable(lines: readonly TrendLine[], width: number, paint: Paint): string {
  const bars = Math.max(0, ...lines.map((line) => ('overTime' in line ? (line.overTime?.length ?? 0) : 0)));
  const widths = columnWidths(width, bars);
  const header = ['', 'total', 'failed', ...SHOWN_QUANTILES, 'max', ...(bars > 0 ? [` ${CHART_HEADING}`, 'peak'] : [])];
  const painted = header.map((text) => paint('dim', text));
  return [columns(painted, widths), ...lines.map((line) => formatLine(line, width, widths, paint))].join('\n');
}

function formatLine(line: TrendLine, width: number, widths: readonly number[], paint: Paint): string {
  if ('heading' in line) return cutLine(line.heading, width);
  const { label, trend, failed = failedOf(trend), overTime } = line;
  const row = columns(
    [
      `  ${label}`,
      formatCount(trend.count + failed),
      failed > 0 ? paint('red', formatCount(failed)) : '0',
      ...SHOWN_QUANTILES.map((name) => formatQuantile(trend, name)),
      formatMax(trend),
      ...(overTime ? [` ${sparkline(overTime)}`, formatPeak(overTime, trend)] : []),
    ],
    widths,
  );
  const details = [width >= ROOMY ? formatIntervals(trend) : '', formatWideBounds(trend)].filter((text) => text !== '');
  return details.length === 0 ? row : `${row}\n${paint('dim', paragraph(details.join('; '), width, 5))}`;
}

/** Histograms of blocks have only two digits and round up, so the peak is limited to the measured maximum. */
function formatPeak(values: readonly (number | null)[], { max }: Trend): string {
  const peak = peakOf(values);
  return peak === undefined ? '–' : formatDurationMs(Math.min(peak, max ?? peak));
}

/** Numbers keep the same columns in all tables, with or without bars. */
function columnWidths(width: number, bars: number): readonly number[] {
  const labelWidth = width < ROOMY ? width - NUMBERS_WIDTH : MAX_LABEL;
  const numbers = [COUNT_WIDTH, COUNT_WIDTH, ...SHOWN_QUANTILES.map(() => QUANTILE_WIDTH), QUANTILE_WIDTH];
  const chart = [CHART_INDENT + Math.max(bars, CHART_HEADING.length), QUANTILE_WIDTH];
  return [labelWidth, ...numbers, ...(bars > 0 ? chart : [])];
}

/** Each line is a separate table: cells that span columns would be wider than the table. */
function columns(row: readonly string[], widths: readonly number[]): string {
  const right = SHOWN_QUANTILES.map(() => 'right' as const);
  return plainTable([[...row]], {
    widths: widths.slice(0, row.length),
    aligns: ['left', 'right', 'right', ...right, 'right', 'left', 'right'],
  });
}
