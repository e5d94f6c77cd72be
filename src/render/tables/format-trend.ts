import type { QuantileName } from '../../measure/histogram/quantile.ts';
import { UNRANKED_REASONS } from '../../measure/series.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { Trend } from '../../report/metric-schema.ts';

/** The quantiles that have a column. */
export const SHOWN_QUANTILES = ['p50', 'p90', 'p95', 'p99'] as const;
type Shown = (typeof SHOWN_QUANTILES)[number];

/** Failed turns without a value. */
export function failedOf(trend: Trend): number {
  return Object.entries(trend.censored).reduce(
    (sum, [reason, count]) => sum + (UNRANKED_REASONS.has(reason) ? 0 : count),
    0,
  );
}

/** `1.24 s`; `≈1.24 s` for a small sample; `n/a` if it would be the maximum; `>30.0 s` among failed or interrupted turns; `–` without turns. */
export function formatQuantile(trend: Trend, name: QuantileName): string {
  const value = trend[name];
  if (value === null) {
    const atLeastMs = trend.bounds?.[name]?.[0] ?? trend.atLeastMs;
    return atLeastMs === undefined ? '–' : `>${formatDurationMs(atLeastMs)}`;
  }
  if (trend.maximumOnly?.includes(name)) return 'n/a';
  return trend.approximate?.[name] ? `≈${formatDurationMs(value)}` : formatDurationMs(value);
}

export function formatMax(trend: Trend): string {
  return trend.max === null ? '–' : formatDurationMs(trend.max);
}

/** Bounds of the shown quantiles, in one line; empty if they are close together. */
export function formatWideBounds(trend: Trend): string {
  const wide = SHOWN_QUANTILES.flatMap((name) =>
    listWide(name, isFromFew(trend, name) ? undefined : trend.bounds?.[name]),
  );
  return wide.length === 0 ? '' : `bounds ${wide.join(', ')}`;
}

/** The 95 % intervals of the shown quantiles with small samples, in one line; empty if there are none. */
export function formatIntervals(trend: Trend): string {
  const few = SHOWN_QUANTILES.flatMap((name) =>
    listWide(name, trend[name] === null ? undefined : trend.approximate?.[name]),
  );
  return few.length === 0 ? '' : `95 % interval ${few.join(', ')}`;
}

/** Whether the sample is small for this quantile. */
export function isFromFew(trend: Trend, name: Shown): boolean {
  return trend.approximate?.[name] !== undefined || (trend.maximumOnly?.includes(name) ?? false);
}

/** ms; `null`: open. */
export type ValueBounds = readonly [lower: number | null, upper: number | null];

/** Whether the bounds are more than 1 ms and more than 1 % apart. (A bucket alone is up to 0.1 % wide.) */
export function isWide([lower, upper]: ValueBounds): boolean {
  if (upper === null) return lower !== null;
  return upper - (lower ?? 0) > Math.max(1, upper / 100);
}

function listWide(name: Shown, bounds: ValueBounds | undefined): string[] {
  return bounds && isWide(bounds) ? [`${name} ${formatBounds(bounds)}`] : [];
}

/** `1.20 to 1.31 s`, `up to 2 ms`, `30.0 s or more`. */
export function formatBounds([lower, upper]: ValueBounds): string {
  if (upper === null) return `${formatDurationMs(lower ?? 0)} or more`;
  const to = formatDurationMs(upper);
  if (lower === null) return `up to ${to}`;
  const from = formatDurationMs(lower);
  const unit = / ms$| s$/.exec(to)?.[0] ?? '';
  return `${unit !== '' && from.endsWith(unit) ? from.slice(0, -unit.length) : from} to ${to}`;
}
