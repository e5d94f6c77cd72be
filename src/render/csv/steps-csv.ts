import { QUANTILES, type QuantileName } from '../../measure/histogram/quantile.ts';
import type { Counter, Metrics, Trend } from '../../report/metric-schema.ts';
import { onlyPlace } from '../../report/only-place.ts';
import type { Report, ReportGroup } from '../../report/report.ts';
import { failedOf } from '../tables/format-trend.ts';
import { type CsvCell, csvText } from './csv-text.ts';

const NAMES = Object.keys(QUANTILES) as QuantileName[];
const GROUP = ['target', 'conversation', 'step', 'metric', 'label', 'kind'] as const;
const COLUMNS = [
  'total',
  'count',
  'failed',
  'excluded',
  'min_ms',
  'mean_ms',
  'stddev_ms',
  ...NAMES.map((name) => `${name}_ms` as const),
  'max_ms',
  'at_least_ms',
  ...NAMES.map((name) => `${name}_lower_ms` as const),
  'approximate',
  'maximum_only',
  'value',
  'numerator',
  'denominator',
] as const;

type Columns = Partial<Record<(typeof COLUMNS)[number], CsvCell>>;

/** A part of the run; an absent key means all of them. */
interface Group extends Partial<Pick<ReportGroup, 'target' | 'conversation' | 'step'>> {
  readonly place?: string | undefined;
}

/**
 * Every number of a report except its timeline: a line per metric of the run, of each target, conversation and step, and of
 * each place and target. An empty cell of them means all, so lines of different depth must not be added up; nor lines with a
 * label (`reason:refused`, `position:1`, `of:completed`) to the one without. Only runs with a place have that column.
 *
 * - trend: of `total` turns, `count` have a value, and `failed` ones rank above them all; `excluded` ones have no rank. A quantile is the upper
 *   bound; it is empty if it falls among the failed ones, then it is at least `at_least_ms`. `approximate` and
 *   `maximum_only` list the quantiles of small samples, separated by spaces
 * - counter: `count`; those that stayed 0 in a target, conversation or step are omitted, as in the report
 * - rate: `value` = `numerator` / `denominator`
 */
export function renderStepsCsv(report: Report): string {
  const { run, metrics, groups, places } = report;
  const all = onlyPlace(report);
  const parts: readonly { readonly group: Group; readonly metrics: Metrics }[] = [
    { group: { place: all }, metrics },
    ...groups.map((group) => ({ group: { ...group, place: all }, metrics: group.metrics })),
    ...(all === undefined ? partsOfPlaces(places) : []),
  ];
  const rows = parts.flatMap(({ group, metrics }) =>
    linesOf(metrics).map(({ metric, label, kind, columns }) => [
      run.id,
      ...(places ? [group.place] : []),
      group.target,
      group.conversation,
      group.step,
      metric,
      label,
      kind,
      ...COLUMNS.map((name) => columns[name]),
    ]),
  );
  return csvText(['run_id', ...(places ? ['place'] : []), ...GROUP, ...COLUMNS], rows);
}

function partsOfPlaces(places: Report['places'] = []) {
  return places.flatMap(({ place, metrics, targets = [] }) => [
    { group: { place }, metrics },
    ...targets.map((own) => ({ group: { place, target: own.target }, metrics: own.metrics })),
  ]);
}

interface Line {
  readonly metric: string;
  readonly label: string;
  readonly kind: Metrics[string]['kind'];
  readonly columns: Columns;
}

/** `reply{position:1}` → reply, position:1 */
function linesOf(metrics: Metrics): Line[] {
  return Object.entries(metrics).flatMap(([full, value]) => {
    const [, metric = full, label = ''] = /^(\w+)\{(.+)\}$/.exec(full) ?? [];
    const line = { metric, label, kind: value.kind };
    if (value.kind === 'trend') return [{ ...line, columns: trendColumns(value) }];
    if (value.kind === 'counter') return [{ ...line, columns: { count: value.count } }, ...reasonLines(metric, value)];
    const { value: quotient, numerator, denominator } = value;
    return [{ ...line, columns: { value: quotient, numerator, denominator } }];
  });
}

function reasonLines(metric: string, { reasons = {} }: Counter): Line[] {
  return Object.entries(reasons).map(([reason, count]) => ({
    metric,
    label: `reason:${reason}`,
    kind: 'counter',
    columns: { count },
  }));
}

function trendColumns(trend: Trend): Columns {
  const failed = failedOf(trend);
  const ended = Object.values(trend.censored).reduce((sum, count) => sum + count, 0);
  const columns: Columns = {
    total: trend.count + failed,
    count: trend.count,
    failed,
    excluded: ended - failed,
    min_ms: trend.min,
    mean_ms: trend.mean,
    stddev_ms: trend.stddev,
    max_ms: trend.max,
    at_least_ms: trend.atLeastMs,
    approximate: NAMES.filter((name) => trend.approximate?.[name]).join(' '),
    maximum_only: trend.maximumOnly?.join(' '),
  };
  for (const name of NAMES) {
    columns[`${name}_ms`] = trend[name];
    columns[`${name}_lower_ms`] = trend.bounds?.[name]?.[0];
  }
  return columns;
}
