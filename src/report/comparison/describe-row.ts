import { formatDurationMs } from '../../platform/time/duration.ts';
import type { ComparisonRow } from './comparison-schema.ts';
import type { ComparisonSummary } from './comparison-summary-schema.ts';

/** The part of a row that the report of a run keeps, too. */
type Row = ComparisonSummary['rows'][number];

/** `turn p95 of book a table: party size`: the metric of a row, with its place unless that is the whole run. */
export function nameRow({ metric, statistic, target, conversation, step }: Row): string {
  const name = statistic === 'value' ? metric : `${metric} ${statistic.replace('_', '.')}`;
  const place = [target, conversation, step].filter((part) => part !== undefined).join(': ');
  return place === '' ? name : `${name} of ${place}`;
}

/** `1.24 s`, `99.2 %`, `>30 s`, or `–` if there is none. */
export function formatRowValue({ unit }: Row, value: number | null, atLeast: number | undefined): string {
  if (value === null) return atLeast === undefined ? '–' : `>${formatDurationMs(atLeast)}`;
  if (unit === 'ms') return formatDurationMs(value);
  return `${(value * 100).toFixed(value === 0 || value === 1 ? 0 : 2)} %`;
}

/** `+12.3 %`, of shares `−0.30 pp` (percentage points). */
export function formatDifference({ unit }: Pick<ComparisonRow, 'unit'>, difference: number): string {
  return `${signed(difference * 100, unit)} ${unit === 'ms' ? '%' : 'pp'}`;
}

/** `−1.2 to +12.3`, in the unit of `formatDifference`. */
export function formatLimits(
  { unit }: Pick<ComparisonRow, 'unit'>,
  [low, high]: readonly [number, number | null],
): string {
  const from = signed(low * 100, unit);
  return high === null ? `${from} or more` : `${from} to ${signed(high * 100, unit)}`;
}

/** The same with the unit. */
function formatInterval(row: Row, limits: readonly [number, number | null]): string {
  return `${formatLimits(row, limits)} ${row.unit === 'ms' ? '%' : 'pp'}`;
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

function signed(value: number, unit: ComparisonRow['unit']): string {
  const digits = digitsFor(value, unit);
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

function digitsFor(value: number, unit: ComparisonRow['unit']): number {
  if (unit === 'share') return 2;
  return Math.abs(value) >= 99.5 ? 0 : 1;
}
