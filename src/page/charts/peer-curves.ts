import type { CurveModel, RowModel } from '../../render/page/page-model.ts';
import { formatMs } from '../format.ts';
import { peerLabel } from '../peer-rows.ts';
import type { Metric, View } from '../view.ts';
import { type Chart, line, makeChart } from './chart.ts';
import { lineOf } from './line-of.ts';
import { CURVE_HEIGHT, overShares, percentileAt, percentOf, SHARE_SERIES, toAxis } from './percentile-axis.ts';

interface PeerCurve {
  readonly label: string;
  readonly curve: CurveModel;
  readonly p95: string;
}

export function curvesOf(row: RowModel, metric: Metric): PeerCurve[] {
  const trend = row.trends.find((one) => one.metric === metric);
  return trend?.curve ? [{ label: peerLabel(row), curve: trend.curve, p95: trend.quantiles.p95.text }] : [];
}

/** The same row at each target or place, one curve over the other. */
export function peersChart(title: string, curves: readonly PeerCurve[], view: View): Chart {
  const shares = [...new Set(curves.flatMap(({ curve }) => curve.share))].filter((share) => share < 1);
  const share = shares.sort((left, right) => left - right);
  const columns = curves.map(({ curve }) => share.map((each) => percentileAt(curve.share, curve.upper, each)));
  const maxNines = Math.max(1, Math.ceil(toAxis(share.at(-1)!)));
  return makeChart(
    {
      id: 'chart-curve',
      title: `Percentiles: ${title}`,
      sentence: 'Upper bounds; failed turns rank as slowest.',
      head: ['share', ...curves.map(({ label }) => label)],
      numbers: share.map((each, at) => [percentOf(each), ...columns.map((column) => formatMs(column[at]))]),
      height: CURVE_HEIGHT,
      data: [share.map(toAxis), ...columns],
      options: (colours) => ({
        ...overShares(colours, maxNines),
        series: [
          SHARE_SERIES,
          ...curves.map(({ label, p95 }, index) => {
            const { stroke, style } = lineOf(index);
            return line({ label, stroke: stroke(colours), format: formatMs, whole: p95 }, style);
          }),
        ],
      }),
    },
    view.open,
  );
}
