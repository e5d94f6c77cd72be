import type uPlot from 'uplot';
import { formatMs } from '../format.ts';
import type { Palette } from '../theme.ts';
import { axis, legendText } from './chart.ts';

/** The axis of HDR plots: 0, 90, 99, 99.9 % at equal distances. */
export const toAxis = (share: number) => -Math.log10(1 - share);
const fromAxis = (onAxis: number) => (1 - 10 ** -onAxis) * 100;
const formatPercentile = (onAxis: number) =>
  `${Number(fromAxis(onAxis).toFixed(Math.max(0, Math.round(onAxis) - 2)))} %`;

/** Axis from 0 to `max` nines. */
export function percentileAxis(colours: Palette, max: number) {
  return axis(colours, formatPercentile, { splits: () => Array.from({ length: max + 1 }, (_, onAxis) => onAxis) });
}

/** The first series of a percentile chart: what its legend says of where the pointer is. */
export const SHARE_SERIES = {
  label: 'share',
  value: legendText((onAxis) => `${Number(fromAxis(onAxis).toPrecision(5))} %`, '95 %'),
};

/** The share that the legend of a percentile chart shows while the pointer is elsewhere. */
export const WHOLE_SHARE = 0.95;

/** Value of a column at the share `wanted`, ms: null beyond its end. */
export function percentileAt(
  share: readonly number[],
  column: readonly (number | null)[],
  wanted: number,
): number | null {
  const index = share.findIndex((each) => each >= wanted);
  return index < 0 ? null : (column[index] ?? null);
}

export const CURVE_HEIGHT = 260;

export const percentOf = (share: number) => `${Number((share * 100).toPrecision(6))} %`;

/** What percentile charts have in common. */
export function overShares(colours: Palette, max: number) {
  return {
    cursor: { drag: { x: true, y: false } },
    scales: { x: { time: false, range: [0, max] as [number, number] }, y: { range: fromZero } },
    axes: [percentileAxis(colours, max), axis(colours, formatMs, { size: 64 })],
  };
}

const fromZero: uPlot.Range.Function = (_, __, max) => [0, max * 1.08];
