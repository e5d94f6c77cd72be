import type { Metrics } from '../../report/metric-schema.ts';
import { onlyPlace } from '../../report/only-place.ts';
import type { Report } from '../../report/report.ts';
import { formatCount } from './format-count.ts';
import { failedOf, formatQuantile } from './format-trend.ts';

/** The places of the load generators, and from each the targets. */
export interface PlaceTable {
  readonly title: string;
  /** The first columns hold names: the place, and the target where there are several. */
  readonly head: readonly string[];
  readonly names: number;
  readonly rows: readonly (readonly string[])[];
}

export const PLACE_LEGEND =
  'p50, p95: first_output; rtt: p50 of the network round trip; bot: p50 of first_output minus the lowest rtt of its session.';

const NUMBERS = ['total', 'failed', 'p50', 'p95', 'rtt', 'bot'] as const;

/** Which latency each target has from which place; undefined if all load generators are at the same place, or at none. */
export function placeTable(report: Report): PlaceTable | undefined {
  const { places = [], targets } = report;
  if (places.length === 0 || onlyPlace(report) !== undefined) return undefined;
  const several = targets.length > 1;
  return {
    title: `first_output ${several ? 'of each target ' : ''}from each place`,
    head: ['place', ...(several ? ['target'] : []), ...NUMBERS],
    names: several ? 2 : 1,
    rows: places.flatMap(({ place, metrics, targets: byTarget }) =>
      byTarget
        ? byTarget.map((own, index) => [index === 0 ? place : '', own.target, ...numbersOf(own.metrics)])
        : [[place, ...numbersOf(metrics)]],
    ),
  };
}

/** The same as texts by name: `first_output{place=eu-west,target=eu}` → `total 80, failed 0, p50 324 ms, …`. */
export function placeValues(report: Report): Readonly<Record<string, string>> {
  const { head, names, rows } = placeTable(report) ?? { head: [], names: 0, rows: [] };
  let place = '';
  const entries = rows.map((row) => {
    place = row[0] || place;
    const labels = [`place=${place}`, ...row.slice(1, names).map((target) => `target=${target}`)];
    const numbers = row.slice(names).map((number, index) => `${head[names + index]} ${number}`);
    return [`first_output{${labels.join(',')}}`, numbers.join(', ')];
  });
  return Object.fromEntries(entries);
}

/** `place eu-west`, `places eu-west, us-east`, as label and text; empty if none is named. */
export function describePlaces({ places = [] }: Pick<Report, 'places'>): readonly (readonly [string, string])[] {
  if (places.length === 0) return [];
  return [[places.length === 1 ? 'place' : 'places', places.map(({ place }) => place).join(', ')]];
}

function numbersOf(metrics: Metrics): string[] {
  const { first_output: output } = metrics;
  const [total, failed] = output?.kind === 'trend' ? [output.count + failedOf(output), failedOf(output)] : [0, 0];
  return [
    formatCount(total),
    formatCount(failed),
    quantileOf(metrics, 'first_output', 'p50'),
    quantileOf(metrics, 'first_output', 'p95'),
    quantileOf(metrics, 'rtt', 'p50'),
    quantileOf(metrics, 'first_output_bot', 'p50'),
  ];
}

function quantileOf(metrics: Metrics, name: string, quantile: 'p50' | 'p95'): string {
  const trend = metrics[name];
  return trend?.kind === 'trend' ? formatQuantile(trend, quantile) : '–';
}
