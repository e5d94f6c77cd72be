import type uPlot from 'uplot';
import type { TimelineModel } from '../../render/page/page-model.ts';
import { formatClock } from '../format.ts';
import type { Palette } from '../theme.ts';
import type { View } from '../view.ts';
import { axis, type Chart, legendText, line, makeChart } from './chart.ts';

const SYNC = 'time';
/** Width of every y axis, px: equal, so that the plots of all panels are aligned. */
const AXIS_WIDTH = 64;
/** Height of the time axis, px. */
const AXIS_HEIGHT = 30;
/** What an axis without marks still leaves free, for marks of the y axis at its end. */
const NO_AXIS_HEIGHT = 8;

/** Ticks of the time axis, at whole seconds. */
const WHOLE_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];

export interface PanelLine {
  readonly label: string;
  readonly column: readonly (number | null)[];
  /** Legend value while the pointer is elsewhere: that of the whole run. */
  readonly whole: string;
  readonly stroke: (colours: Palette) => string;
  readonly style?: uPlot.Series;
}

/** A chart over time, one of several above each other on the same axis. */
export interface Panel {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** Height of the plot, px. */
  readonly height: number;
  readonly format: (value: number) => string;
  readonly lines: readonly PanelLine[];
  /** Two lines, by their number from 1, between which is shaded. */
  readonly band?: readonly [number, number] | undefined;
}

/** `isLast`: the shared time axis is drawn below it. */
export function makePanel(panel: Panel, timeline: TimelineModel, view: View, isLast: boolean): Chart {
  const { id, title, sentence, height, format, lines, band } = panel;
  const text = (value: number | null | undefined) => (value === null || value === undefined ? '–' : format(value));
  return makeChart(
    {
      id: `chart-${id}`,
      title,
      sentence,
      head: ['time', ...lines.map(({ label }) => label)],
      numbers: timeline.startMs.map((start, at) => [
        formatClock(start),
        ...lines.map(({ column }) => text(column[at])),
      ]),
      height: height + (isLast ? AXIS_HEIGHT : NO_AXIS_HEIGHT),
      data: [middles(timeline), ...lines.map(({ column }) => [...column])],
      options: (colours) => ({
        ...overTime({ timeline, view, isLast }, colours, format),
        series: [
          { label: 'time', value: legendText((seconds) => formatClock(seconds * 1000), 'whole run') },
          ...lines.map(({ label, stroke, whole, style }) =>
            line({ label, stroke: stroke(colours), format, whole }, style),
          ),
        ],
        bands: band ? [{ series: [...band], fill: colours.band }] : [],
      }),
    },
    view.open,
  );
}

/** Positions of the values: the middle of each block, s. */
function middles({ startMs, blockMs }: TimelineModel): number[] {
  return startMs.map((start) => (start + blockMs / 2) / 1000);
}

interface Place {
  readonly timeline: TimelineModel;
  readonly view: View;
  readonly isLast: boolean;
}

/** What the panels of one time axis have in common. */
function overTime(
  { timeline, view, isLast }: Place,
  colours: Palette,
  format: (value: number) => string,
): Omit<uPlot.Options, 'width' | 'height' | 'series'> {
  const [from, to] = view.zoom ?? wholeRange(timeline);
  const clock = { space: 70, incrs: WHOLE_SECONDS, size: isLast ? AXIS_HEIGHT : NO_AXIS_HEIGHT };
  const bare = { values: () => [], ticks: { show: false } };
  return {
    cursor: { sync: { key: SYNC }, drag: { x: true, y: false }, points: { size: 6 } },
    padding: [8, 24, 0, 0],
    scales: { x: { time: false, min: from, max: to }, y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] } },
    axes: [
      axis(colours, (seconds) => formatClock(seconds * 1000), { ...clock, ...(isLast ? {} : bare) }),
      axis(colours, format, { size: AXIS_WIDTH }),
    ],
    hooks: { drawClear: [(plot) => shadePhases(plot, timeline, colours)] },
  };
}

/** Shades the time ranges outside the steady state. */
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
