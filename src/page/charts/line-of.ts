import type uPlot from 'uplot';
import type { Palette } from '../theme.ts';

const DASHES: readonly (number[] | undefined)[] = [undefined, [8, 4], [2, 3], [8, 3, 2, 3]];

/** Colour and dashes of the n-th of several lines, so that readers need neither alone to distinguish them. */
export function lineOf(index: number): { stroke: (colours: Palette) => string; style: uPlot.Series } {
  const dash = DASHES[(index + Math.floor(index / DASHES.length)) % DASHES.length];
  return { stroke: ({ lines }) => lines[index % lines.length]!, style: { width: 2, ...(dash && { dash }) } };
}
