import type uPlot from 'uplot';
import type { CapacityCurveModel } from '../../render/capacity/capacity-page-model.ts';
import { plain } from '../format.ts';
import type { Palette } from '../theme.ts';
import { axis, legendText } from './chart.ts';
import { shadeBounds } from './load-marks.ts';

const SYNC = 'load';
/** Width of every y axis, px: equal, so that stacked plots are aligned. */
const AXIS_WIDTH = 64;
/** Ratio of largest to smallest value above which the scale is logarithmic. */
const WIDE = 10;
/** Space for a number below the axis, px. */
const MIN_TICK = 36;
/** Free space above the highest point, as a share of the scale. */
const HEADROOM = 0.08;
/** Minimum span of the axis of shares, so that small variations are not exaggerated. */
const MIN_SHARE_SPAN = 0.02;

/** What a chart over the load shows on its y axis. */
interface LoadChart {
  readonly y: uPlot.Scale;
  /** Writes the numbers of the y axis. */
  readonly format: (value: number) => string;
  /** Draws over the series. Default: nothing. */
  readonly mark?: (plot: uPlot) => void;
}

/** All but the series of a chart with the load as its x. */
export function overLoad(
  { load, bounds }: CapacityCurveModel,
  colours: Palette,
  { y, format, mark = () => {} }: LoadChart,
): Pick<uPlot.Options, 'cursor' | 'scales' | 'axes' | 'hooks'> {
  return {
    cursor: { drag: { x: false, y: false }, sync: { key: SYNC } },
    scales: { x: { time: false, ...spanLoad(load) }, y },
    axes: [
      axis(colours, plain, { splits: (plot) => apart(plot, load), filter: (_, splits) => splits }),
      axis(colours, format, { size: AXIS_WIDTH }),
    ],
    hooks: { drawClear: [(plot) => shadeBounds(plot, bounds, colours)], draw: [mark] },
  };
}

/** The first series: its legend shows the load at the pointer, or the highest sustained load. */
export function loadSeries(curve: CapacityCurveModel, unit: string): uPlot.Series {
  const index = indexOfHeld(curve);
  return { label: unit, value: legendText(plain, index < 0 ? '–' : plain(curve.load[index]!)) };
}

/** Value of a column at the highest sustained load. */
export function valueAtHeld(
  curve: CapacityCurveModel,
  column: readonly (number | null)[],
  format: (value: number) => string,
): string {
  const value = column[indexOfHeld(curve)] ?? null;
  return value === null ? '–' : format(value);
}

/** Index of the highest sustained load; without one, of the first. */
function indexOfHeld({ load, bounds: [held] }: CapacityCurveModel): number {
  return held === null ? 0 : load.indexOf(held);
}

/** The range of loads, with a little space on both sides. */
function spanLoad(load: readonly number[]): uPlot.Scale {
  const [min, max] = [load[0]!, load.at(-1)!];
  if (isWide(load)) return { distr: 3, range: [min / 1.2, max * 1.2] };
  const margin = (max - min || min) * 0.05;
  return { range: [min - margin, max + margin] };
}

/** Range of all values and limits, ms; from 0 where the scale is linear. */
export function spanLatency(values: readonly (number | null)[], limits: readonly number[]): uPlot.Scale {
  const known = [...values, ...limits].filter((value): value is number => value !== null && value > 0);
  const [min, max] = [Math.min(...known), Math.max(...known)];
  if (isWide(known)) return { distr: 3, range: [roundDown(min), max * 1.2] };
  return { range: [0, known.length > 0 ? max * (1 + HEADROOM) : 1] };
}

export function spanThroughput(max: number): uPlot.Scale {
  return { range: [0, max > 0 ? max * (1 + HEADROOM) : 1] };
}

/** Range up to 100 %, and down no further than needed: 1 % of failures must be visible. */
export function spanShare(shares: readonly number[]): uPlot.Scale {
  const span = Math.max(MIN_SHARE_SPAN, (1 - Math.min(...shares)) * 1.2);
  return { range: [Math.max(0, 1 - span), 1 + span * HEADROOM] };
}

function isWide(values: readonly number[]): boolean {
  return values.length > 0 && Math.max(...values) / Math.min(...values) > WIDE;
}

/** Rounds down to 1, 2 or 5 times a power of ten: the ticks of an axis are multiples of where it begins. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([5, 2].find((step) => step * power <= value) ?? 1) * power;
}

/** The tested loads, as many as fit with their numbers. */
function apart(plot: uPlot, load: readonly number[]): number[] {
  const shown: number[] = [];
  for (const value of load) {
    const before = shown.at(-1);
    const distance = before === undefined ? MIN_TICK : plot.valToPos(value, 'x') - plot.valToPos(before, 'x');
    if (distance >= MIN_TICK) shown.push(value);
  }
  return shown;
}
