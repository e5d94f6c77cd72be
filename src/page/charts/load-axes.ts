import type uPlot from 'uplot';
import type { CapacityCurveModel } from '../../render/capacity/capacity-page-model.ts';
import { plain } from '../format.ts';
import type { Palette } from '../theme.ts';
import { axis, legendText } from './chart.ts';
import { shadeBounds } from './load-marks.ts';

const SYNC = 'load';
/** Of the y axes together: so the plots stand exactly above each other. */
const AXIS_WIDTH = 64;
/** Values further apart than that are told apart only where each doubling takes the same room. */
const WIDE = 10;
/** Room for a number below the axis, px. */
const MIN_TICK = 36;
/** Above the highest point, of the whole scale. */
const HEADROOM = 0.08;
/** A completion that varies by less is drawn as if it varied so much. */
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

/** The first series: what the legend says of where the pointer is; elsewhere it is of the load that held. */
export function loadSeries(curve: CapacityCurveModel, unit: string): uPlot.Series {
  const place = toldPlace(curve);
  return { label: unit, value: legendText(plain, place < 0 ? '–' : plain(curve.load[place]!)) };
}

/** Of a column at the load that held. */
export function toldValue(
  curve: CapacityCurveModel,
  column: readonly (number | null)[],
  format: (value: number) => string,
): string {
  const value = column[toldPlace(curve)] ?? null;
  return value === null ? '–' : format(value);
}

/** Of the highest load that held, else of the first. */
function toldPlace({ load, bounds: [held] }: CapacityCurveModel): number {
  return held === null ? 0 : load.indexOf(held);
}

/** A little room beside the first and the last load. */
function spanLoad(load: readonly number[]): uPlot.Scale {
  const [min, max] = [load[0]!, load.at(-1)!];
  if (isWide(load)) return { distr: 3, range: [min / 1.2, max * 1.2] };
  const room = (max - min || min) * 0.05;
  return { range: [min - room, max + room] };
}

/** Around all values and limits, ms; from 0 where each doubling need not take the same room. */
export function spanLatency(values: readonly (number | null)[], limits: readonly number[]): uPlot.Scale {
  const known = [...values, ...limits].filter((value): value is number => value !== null && value > 0);
  const [min, max] = [Math.min(...known), Math.max(...known)];
  if (isWide(known)) return { distr: 3, range: [roundDown(min), max * 1.2] };
  return { range: [0, known.length > 0 ? max * (1 + HEADROOM) : 1] };
}

export function spanThroughput(max: number): uPlot.Scale {
  return { range: [0, max > 0 ? max * (1 + HEADROOM) : 1] };
}

/** Up to 100 %, and down no further than needed: that 1 % failed must be seen. */
export function spanShare(shares: readonly number[]): uPlot.Scale {
  const span = Math.max(MIN_SHARE_SPAN, (1 - Math.min(...shares)) * 1.2);
  return { range: [Math.max(0, 1 - span), 1 + span * HEADROOM] };
}

function isWide(values: readonly number[]): boolean {
  return values.length > 0 && Math.max(...values) / Math.min(...values) > WIDE;
}

/** To 1, 2 or 5 of its power of ten: the marks of an axis are multiples of where it begins. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([5, 2].find((step) => step * power <= value) ?? 1) * power;
}

/** The loads that were tried, as far as there is room for their numbers. */
function apart(plot: uPlot, load: readonly number[]): number[] {
  const shown: number[] = [];
  for (const value of load) {
    const before = shown.at(-1);
    const distance = before === undefined ? MIN_TICK : plot.valToPos(value, 'x') - plot.valToPos(before, 'x');
    if (distance >= MIN_TICK) shown.push(value);
  }
  return shown;
}
