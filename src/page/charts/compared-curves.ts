import type { ComparedCurveModel } from '../../render/comparison/comparison-page-model.ts';
import { formatMs } from '../format.ts';
import { axis, type Chart, line, makeChart } from './chart.ts';
import { percentileAt, percentileAxis, SHARE_SERIES, toAxis, WHOLE_SHARE } from './percentile-axis.ts';

/** The percentile curves of both sides, one over the other. */
export function comparedCharts(curve: ComparedCurveModel, open: Set<string>): Chart {
  const { metric, counted, share, base, candidate } = curve;
  const x = share.map(toAxis);
  const p95Of = (column: typeof base) => formatMs(percentileAt(share, column, WHOLE_SHARE));
  const maxNines = Math.max(1, Math.ceil(x.at(-1)!));
  return makeChart(
    {
      id: `chart-${metric}`,
      title: `Percentiles: ${metric}`,
      sentence: `Share of ${counted} that took at most this long, for baseline and candidate.${failures(curve)}`,
      head: ['share', 'baseline', 'candidate'],
      numbers: share.map((each, index) => [
        `${Number((each * 100).toPrecision(6))} %`,
        formatMs(base[index]),
        formatMs(candidate[index]),
      ]),
      height: 260,
      data: [x, [...base], [...candidate]],
      options: (colours) => ({
        cursor: { drag: { x: true, y: false } },
        scales: { x: { time: false, range: [0, maxNines] }, y: { range: (_, __, max) => [0, max * 1.08] } },
        axes: [percentileAxis(colours, maxNines), axis(colours, formatMs, { size: 64 })],
        series: [
          SHARE_SERIES,
          line({ label: 'baseline', stroke: colours.lines[0], format: formatMs, whole: p95Of(base) }, { dash: [6, 3] }),
          line(
            { label: 'candidate', stroke: colours.lines[1], format: formatMs, whole: p95Of(candidate) },
            { width: 2 },
          ),
        ],
      }),
    },
    open,
  );
}

function failures({ counted, baseFailed, candidateFailed }: ComparedCurveModel): string {
  if (baseFailed + candidateFailed === 0) return '';
  return ` Failed ${counted} rank as slowest, so a curve ends below 100 %: ${baseFailed} of the baseline, ${candidateFailed} of the candidate.`;
}
