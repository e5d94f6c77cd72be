import { LatencyHistogram } from '../../measure/histogram/histogram.ts';
import { TRENDS, type TrendName } from '../../measure/metrics.ts';
import type { Cell, TrendCell } from '../../measure/recorder/cell.ts';
import { cellKey } from '../../measure/recorder/cell-key.ts';
import type { SeriesKey } from '../../measure/series.ts';
import { bucketBounds } from './bucket-bounds.ts';
import { labelsOf, type MetricFamily, type MetricValue, PREFIX } from './metric-family.ts';

const EMPTY = new LatencyHistogram();
const NAMES = Object.keys(TRENDS) as TrendName[];

/**
 * Each trend as a classic histogram, `palaver_first_output_seconds` for `first_output`: of the measured values, by their upper
 * bounds. Turns without a value are counted separately as `palaver_first_output_censored_total`. The subset `of:completed` is
 * omitted: sums would count its turns twice. Trends of steps are exposed as 0 from the start, like counters; others only once
 * they have values.
 */
export function trendFamilies(keys: readonly SeriesKey[], cells: readonly Cell[]): MetricFamily[] {
  const trends = new Map<string, TrendCell>();
  for (const key of keys)
    if (key.kind === 'trend' && key.labels.step !== undefined) trends.set(cellKey(key), emptyTrend(key));
  for (const cell of cells) if (cell.kind === 'trend') trends.set(cellKey(cell), cell);
  const whole = [...trends.values()].filter(({ labels }) => labels.of === undefined);
  return NAMES.flatMap((metric) => [...histograms(metric, whole), ...censored(metric, cells)]);
}

function emptyTrend({ metric, labels }: SeriesKey): TrendCell {
  return { kind: 'trend', metric: metric as TrendName, labels, upper: EMPTY, lower: undefined };
}

function histograms(metric: TrendName, trends: readonly TrendCell[]): MetricFamily[] {
  const measured = trends.filter((cell) => cell.metric === metric);
  if (measured.length === 0) return [];
  const name = `${PREFIX}_${metric}_seconds`;
  return [{ name, help: TRENDS[metric], type: 'histogram', values: measured.flatMap((cell) => histogram(name, cell)) }];
}

function histogram(name: string, cell: TrendCell): MetricValue[] {
  const { metric, upper } = cell;
  const labels = labelsOf(cell);
  const bounds = bucketBounds(metric);
  const counts = upper.countsUpTo(bounds.map((bound) => bound * 1_000_000));
  const bucket = (le: string | number, value: number) => ({
    labels: { ...labels, le },
    value,
    metricName: `${name}_bucket`,
  });
  return [
    ...bounds.map((bound, index) => bucket(bound, counts[index]!)),
    bucket('+Inf', upper.count),
    { labels, value: upper.sumUs / 1_000_000, metricName: `${name}_sum` },
    { labels, value: upper.count, metricName: `${name}_count` },
  ];
}

function censored(metric: TrendName, cells: readonly Cell[]): MetricFamily[] {
  const values = cells.flatMap((cell) =>
    cell.kind === 'censored' && cell.metric === metric ? [{ labels: labelsOf(cell), value: cell.count }] : [],
  );
  const help = `turns or requests without a value of ${metric}, by reason`;
  return values.length === 0 ? [] : [{ name: `${PREFIX}_${metric}_censored_total`, help, type: 'counter', values }];
}
