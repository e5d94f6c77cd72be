import { formatPercent } from '../../platform/percent.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { ComparisonRow } from './comparison-schema.ts';
import type { ComparisonSummary } from './comparison-summary-schema.ts';

/** The part of a row that the report of a run keeps, too. */
type Row = ComparisonSummary['rows'][number];

/** `turn p95 of book a table: party size`: the metric of a row, with its part unless that is the whole run; `turn p95 of eu from frankfurt`. */
export function nameRow({ metric, statistic, place, target, conversation, step }: Row): string {
  const name = statistic === 'value' ? metric : `${metric} ${statistic.replace('_', '.')}`;
  const part = [target, conversation, step].filter((label) => label !== undefined).join(': ');
  return [name, ...(part === '' ? [] : [`of ${part}`]), ...(place === undefined ? [] : [`from ${place}`])].join(' ');
}

/** `1.24 s`, `99.2 %`, `>30 s`, or `–` if there is none. */
export function formatRowValue({ unit }: Row, value: number | null, atLeast: number | undefined): string {
  if (value === null) return atLeast === undefined ? '–' : `>${formatDurationMs(atLeast)}`;
  if (unit === 'ms') return formatDurationMs(value);
  return formatPercent(value);
}

/** `+12.3 %`, of shares `−0.30 pp` (percentage points). */
export function formatDifference({ unit }: Pick<ComparisonRow, 'unit'>, difference: number): string {
  return `${signedNumber(difference * 100, unit)} ${unit === 'ms' ? '%' : 'pp'}`;
}

/** `−1.2 to +12.3 %` */
export function formatInterval(
  { unit }: Pick<ComparisonRow, 'unit'>,
  [low, high]: readonly [number, number | null],
): string {
  const sign = unit === 'ms' ? '%' : 'pp';
  return high === null
    ? `${signedNumber(low * 100, unit)} ${sign} or more`
    : `${formatLimits({ unit }, [low, high])} ${sign}`;
}

/** The same without the unit, for a narrow column next to a difference with it. */
export function formatLimits(
  { unit }: Pick<ComparisonRow, 'unit'>,
  [low, high]: readonly [number, number | null],
): string {
  const from = signedNumber(low * 100, unit);
  return high === null ? `${from} or more` : `${from} to ${signedNumber(high * 100, unit)}`;
}

/** A row in a sentence: metric, outcome, both values, interval and margin. */
export function describeRow(row: Row): string {
  const { outcome, difference, margin } = row;
  if (!difference) return `${nameRow(row)}: ${row.why === undefined ? 'no data' : `not enough data (${row.why})`}`;
  const from = formatRowValue(row, row.base, row.baseAtLeast);
  const to = formatRowValue(row, row.candidate, row.candidateAtLeast);
  const change = `${from} → ${to}, ${formatDifference(row, difference.estimate)} (95 % interval ${formatInterval(row, difference.interval95)})`;
  const why = outcome === 'inconclusive' ? `; ${whyOf(row)}` : `, margin ${formatMargin(row, margin ?? 0)}`;
  return `${nameRow(row)} is ${outcome}: ${change}${why}`;
}

/** The reason for the outcome of a row; empty if its numbers show it. */
export function whyOf(row: Row): string {
  const { outcome, why, smallestEffect } = row;
  if (why !== undefined) return why;
  if (outcome !== 'inconclusive') return '';
  if (smallestEffect === undefined) return 'variance too high';
  return `the minimum detectable effect is ${formatDifference(row, smallestEffect)}`;
}

/** The absolute margin: `10 ms`, `1.50 s`. */
export function formatMarginTime(absoluteMs: number): string {
  return absoluteMs < 1000 ? `${absoluteMs} ms` : formatDurationMs(absoluteMs);
}

/** `±10 %` */
export function formatMargin({ unit }: Pick<ComparisonRow, 'unit'>, margin: number): string {
  return `±${Number((margin * 100).toFixed(digitsFor(margin * 100, unit)))} ${unit === 'ms' ? '%' : 'pp'}`;
}

/** A difference in percent (`ms`) or percentage points (`share`), without zeros at the end: `+12.3`, `−0.25`, `±0`. */
export function signedNumber(value: number, unit: ComparisonRow['unit']): string {
  const size = Number(Math.abs(value).toFixed(digitsFor(value, unit)));
  return `${size === 0 ? '±' : value < 0 ? '−' : '+'}${size}`;
}

function digitsFor(value: number, unit: ComparisonRow['unit']): number {
  if (unit === 'share') return 2;
  return Math.abs(value) >= 99.5 ? 0 : 1;
}
