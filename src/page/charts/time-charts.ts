import type uPlot from 'uplot';
import type { QuantileColumns, TimelineModel } from '../../render/page/page-model.ts';
import { formatClock, formatMs, plain } from '../format.ts';
import type { Palette } from '../theme.ts';
import type { View } from '../view.ts';
import { axis, type Chart, line, makeChart } from './chart.ts';

const SYNC = 'time';
/** Of the y axes together: so the plots of all charts stand exactly above each other. */
const AXIS_WIDTH = 64;

/** Marks of a clock stand at whole seconds. */
const WHOLE_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];

/** Writes the instant under the cursor into the legend. */
const TIME: uPlot.Series = {
  label: 'time',
  value: (_, value) => (value === null || value === undefined ? '–' : formatClock(value * 1000)),
};

export interface LatencyInput {
  readonly id: string;
  readonly title: string;
  readonly columns: QuantileColumns;
  /** p95 of the lower edges: what lies between it and the upper one is shaded. */
  readonly lowP95?: readonly (number | null)[] | undefined;
  /** What else is to be known of it. */
  readonly note: string;
  readonly height: number;
}

export function latencyChart(
  { id, title, columns, lowP95, note, height }: LatencyInput,
  timeline: TimelineModel,
  view: View,
): Chart {
  const { p50, p95, p99 } = columns;
  const low = lowP95 ? [lowP95] : [];
  return makeChart(
    {
      id: `chart-${id}`,
      title,
      sentence: latencySentence(p95, timeline, note),
      head: ['time', 'p50', 'p95', 'p99', ...low.map(() => 'p95, lower bound')],
      numbers: timeline.startMs.map((start, index) => [
        formatClock(start),
        ...[p50, p95, p99, ...low].map((column) => formatMs(column[index])),
      ]),
      height,
      data: [middles(timeline), ...[p50, p95, p99, ...low].map((column) => [...column])],
      options: (colours) => ({
        ...overTime(timeline, view, colours, formatMs),
        series: [
          TIME,
          line('p50', colours.lines[0], formatMs),
          line('p95', colours.lines[1], formatMs),
          line('p99', colours.lines[2], formatMs, { dash: [4, 3] }),
          ...low.map(() => line('p95, lower bound', colours.lines[1], formatMs, { width: 0.5 })),
        ],
        bands: low.map(() => ({ series: [2, 4] as [number, number], fill: colours.band })),
      }),
    },
    view.open,
  );
}

function latencySentence(p95: QuantileColumns['p95'], { blockMs }: TimelineModel, note: string): string {
  const worst = Math.max(...p95.map((value) => value ?? -1));
  if (worst < 0) return 'Nothing was measured.';
  return `Its p95 was at most ${formatMs(worst)} in a block of ${Number((blockMs / 1000).toPrecision(3))} s. ${note}`;
}

export function loadChart(timeline: TimelineModel, view: View): Chart {
  const { startMs, activeVus, arrivals, turns } = timeline;
  return makeChart(
    {
      id: 'chart-load',
      title: 'Load',
      sentence: `At most ${plain(Math.max(0, ...activeVus))} active users and ${plain(Math.max(0, ...turns))} turns per second.`,
      head: ['time', 'active users', 'arrivals per second', 'turns per second'],
      numbers: startMs.map((start, index) => [
        formatClock(start),
        plain(activeVus[index]!),
        plain(arrivals[index]!),
        plain(turns[index]!),
      ]),
      height: 160,
      data: [middles(timeline), [...activeVus], [...arrivals], [...turns]],
      options: (colours) => ({
        ...overTime(timeline, view, colours, plain),
        series: [
          TIME,
          line('active users', colours.lines[3], plain),
          line('arrivals/s', colours.lines[1], plain, { dash: [4, 3] }),
          line('turns/s', colours.lines[0], plain),
        ],
      }),
    },
    view.open,
  );
}

export function failureChart(timeline: TimelineModel, view: View): Chart {
  const { startMs, failedTurns, failedConnections } = timeline;
  const sum =
    failedTurns.reduce((total, rate) => total + rate, 0) + failedConnections.reduce((total, rate) => total + rate, 0);
  return makeChart(
    {
      id: 'chart-failures',
      title: 'Failures',
      sentence:
        sum === 0
          ? 'No failures.'
          : `At most ${plain(Math.max(...failedTurns))} failed turns and ${plain(Math.max(...failedConnections))} failed connections per second.`,
      head: ['time', 'failed turns per second', 'failed connections per second'],
      numbers: startMs.map((start, index) => [
        formatClock(start),
        plain(failedTurns[index]!),
        plain(failedConnections[index]!),
      ]),
      height: 130,
      data: [middles(timeline), [...failedTurns], [...failedConnections]],
      options: (colours) => ({
        ...overTime(timeline, view, colours, plain),
        series: [
          TIME,
          line('failed turns/s', colours.bad, plain, { fill: colours.shade }),
          line('failed connections/s', colours.lines[3], plain, { dash: [4, 3] }),
        ],
      }),
    },
    view.open,
  );
}

/** A block's value stands in its middle, s. */
function middles({ startMs, blockMs }: TimelineModel): number[] {
  return startMs.map((start) => (start + blockMs / 2) / 1000);
}

/** What the charts of one time axis have in common. */
function overTime(
  timeline: TimelineModel,
  view: View,
  colours: Palette,
  format: (value: number) => string,
): Omit<uPlot.Options, 'width' | 'height' | 'series'> {
  const [from, to] = view.zoom ?? wholeRange(timeline);
  return {
    cursor: { sync: { key: SYNC }, drag: { x: true, y: false }, points: { size: 6 } },
    legend: { live: true },
    scales: { x: { time: false, min: from, max: to }, y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] } },
    axes: [
      axis(colours, (seconds) => formatClock(seconds * 1000), { space: 70, incrs: WHOLE_SECONDS }),
      axis(colours, format, { size: AXIS_WIDTH }),
    ],
    hooks: { drawClear: [(plot) => shadePhases(plot, timeline, colours)] },
  };
}

/** What is not steady lies on a ground of its own. */
function shadePhases(plot: uPlot, { startMs, blockMs, phases }: TimelineModel, colours: Palette): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = colours.shade;
  phases.forEach((phase, index) => {
    if (phase === 'steady') return;
    const left = Math.max(bbox.left, plot.valToPos(startMs[index]! / 1000, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos((startMs[index]! + blockMs) / 1000, 'x', true));
    if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
  });
  ctx.restore();
}

/** Seconds. */
export function wholeRange({ startMs, blockMs }: TimelineModel): [number, number] {
  return [0, Math.max(1, (startMs.at(-1)! + blockMs) / 1000)];
}
