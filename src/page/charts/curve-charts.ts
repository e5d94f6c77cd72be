import uPlot from 'uplot';
import type { CurveModel, PageModel, RowModel, TrendModel } from '../../render/page/page-model.ts';
import { element, option, section } from '../element.ts';
import { formatMs } from '../format.ts';
import { peerKind, peerLabel, peerName, peersOf } from '../peer-rows.ts';
import { METRICS, type Metric, type View } from '../view.ts';
import { axis, type Chart, legendText, line, makeChart } from './chart.ts';
import { curvesOf, peersChart } from './peer-curves.ts';
import {
  CURVE_HEIGHT,
  overShares,
  percentileAt,
  percentOf,
  SHARE_SERIES,
  toAxis,
  WHOLE_SHARE,
} from './percentile-axis.ts';

export interface CurveCharts {
  readonly box: HTMLElement;
  readonly charts: readonly Chart[];
}

/** Latency distribution of a row: the percentile curve with its lower and upper bound, and the histogram. */
export function curveSection(model: PageModel, view: View, redraw: () => void): CurveCharts {
  const row = model.rows.find(({ id }) => id === view.row) ?? model.rows[0];
  const metric = metricFor(row, view.metric);
  const trend = row?.trends.find((one) => one.metric === metric);
  const choose = (event: Event) => {
    view.metric = (event.target as HTMLSelectElement).value as Metric;
    redraw();
  };
  const select = element(
    'select',
    { id: 'metric', change: choose },
    ...METRICS.filter((one) => row && hasCurve(row, one)).map((one) => option(one, one, one === metric)),
  );
  const control = element('label', { class: 'control', for: 'metric' }, 'metric ', select);
  if (!row || !trend?.curve || trend.count === 0) {
    return {
      box: section('spread', 'Percentiles', control, element('p', {}, 'No data for a curve.')),
      charts: [],
    };
  }
  const isOneOfSeveral = row.kind !== 'all' && peersOf(model, row.id).length > 1;
  const title = `${metric} of ${peerName(row)}${isOneOfSeveral ? ` (${peerLabel(row)})` : ''}`;
  const peers = peersOf(model, row.id).flatMap((peer) => curvesOf(peer, metric));
  const percentiles =
    peers.length > 1
      ? peersChart(`${metric} of ${peerName(row)}, by ${peerKind(row)}`, peers, view)
      : percentileChart(title, trend, trend.curve, view);
  const charts = [percentiles, barChart(title, trend.curve, view)];
  return {
    box: section('spread', 'Percentiles', control, element('div', { class: 'pair' }, ...charts.map(({ box }) => box))),
    charts,
  };
}

function metricFor(row: RowModel | undefined, wanted: Metric): Metric {
  if (!row || hasCurve(row, wanted)) return wanted;
  return METRICS.find((metric) => hasCurve(row, metric)) ?? wanted;
}

function hasCurve(row: RowModel, metric: Metric): boolean {
  return row.trends.some((trend) => trend.metric === metric && trend.curve !== undefined);
}

function percentileChart(
  title: string,
  { count, failed, quantiles }: TrendModel,
  curve: CurveModel,
  view: View,
): Chart {
  // The slowest of n turns is plotted at the middle of the last 1/n of the distribution.
  const last = 1 - 0.5 / (count + failed);
  const x = curve.share.map((share) => toAxis(Math.min(share, last)));
  const maxNines = Math.max(1, Math.ceil(x.at(-1)!));
  const lower = formatMs(percentileAt(curve.share, curve.lower, WHOLE_SHARE));
  return makeChart(
    {
      id: 'chart-curve',
      title: `Percentiles: ${title}`,
      sentence: `Share of turns that took at most this long; the band shows the lower and upper bound. ${failed > 0 ? `${failed} failed turns rank as slowest: the curve ends below 100 %.` : ''}`,
      head: ['share', 'lower bound', 'upper bound'],
      numbers: curve.share.map((share, index) => [
        percentOf(share),
        formatMs(curve.lower[index]),
        formatMs(curve.upper[index]),
      ]),
      height: CURVE_HEIGHT,
      data: [x, [...curve.upper], [...curve.lower]],
      options: (colours) => {
        const drawn = { stroke: colours.lines[0], format: formatMs };
        return {
          ...overShares(colours, maxNines),
          bands: [{ series: [1, 2], fill: colours.band }],
          series: [
            SHARE_SERIES,
            line({ ...drawn, label: 'upper bound (reported)', whole: quantiles.p95.text }),
            line({ ...drawn, label: 'lower bound', whole: lower }, { dash: [2, 3], width: 1 }),
          ],
        };
      },
    },
    view.open,
  );
}

function barChart(title: string, { bars }: CurveModel, view: View): Chart {
  const highest = bars.reduce((best, bar) => (bar[2] > best[2] ? bar : best), bars[0] ?? [0, 0, 0]);
  const total = bars.reduce((sum, [, , count]) => sum + count, 0);
  return makeChart(
    {
      id: 'chart-bars',
      title: `Distribution: ${title}`,
      sentence: `Most frequent: ${formatMs(highest[0])} to ${formatMs(highest[1])} (${highest[2]} turns).`,
      head: ['from', 'to', 'turns'],
      numbers: bars.map(([from, to, count]) => [formatMs(from), formatMs(to), String(count)]),
      height: CURVE_HEIGHT,
      data: [bars.map((_, index) => index), bars.map(([, , count]) => count)],
      options: (colours) => ({
        cursor: { drag: { x: false, y: false } },
        scales: {
          x: { time: false, range: [-0.6, bars.length - 0.4] },
          y: { range: (_, __, max) => [0, Math.max(1, max * 1.08)] },
        },
        axes: [
          axis(colours, (index) => formatMs(bars[Math.round(index)]?.[0] ?? null), {
            space: 60,
            incrs: [1, 2, 5, 10, 20],
          }),
          axis(colours, String, { size: 64 }),
        ],
        series: [
          {
            label: 'duration',
            value: legendText((index) => rangeOf(bars[index]), 'all'),
          },
          line(
            { label: 'turns', stroke: colours.lines[0], format: String, whole: String(total) },
            { fill: colours.band, paths: uPlot.paths.bars!({ size: [0.9, 40], align: 0 }) },
          ),
        ],
      }),
    },
    view.open,
  );
}

function rangeOf(bar: CurveModel['bars'][number] | undefined): string {
  return bar ? `${formatMs(bar[0])} to ${formatMs(bar[1])}` : '–';
}
