import { groupThousands } from '../platform/group-thousands.ts';
import { formatDurationMs } from '../platform/time/duration.ts';

/** Minimum number of blocks of time for an estimate of their variance. */
const MIN_BLOCKS = 10;
/** Minimum number of turns beyond a quantile. */
const MIN_TURNS_BEYOND = 20;

/** The amount of data of one side. */
export interface Extent {
  readonly side: 'baseline' | 'candidate';
  /** Independent blocks of time. */
  readonly blocks: number;
  /** Length of independent blocks, ms. */
  readonly blockMs: number;
  /** Time divided into blocks, ms. */
  readonly measuredMs: number;
  /** Duration of a run that measures the given time. */
  readonly runMs: (measuredMs: number) => number;
}

/** Reasons of both sides as one; undefined if neither has one. */
export function bothSides(baseline: string | undefined, candidate: string | undefined): string | undefined {
  return [baseline, candidate].filter((why) => why !== undefined).join('; ') || undefined;
}

/** If the whole run is measured. */
export const sameMs = (ms: number): number => ms;

/** Why there are too few turns for a quantile, and how long a run must be; undefined if there are enough. */
export function tooLittle(q: number, turns: number, extent: Extent): string | undefined {
  const needed = turnsNeeded(q);
  if (turns >= needed) return tooFewBlocks(extent);
  const forTurnsMs = turns > 0 ? (extent.measuredMs * needed) / turns : 0;
  const isForBlocks = forBlocksMs(extent) > forTurnsMs;
  const why = isForBlocks ? ` (${MIN_BLOCKS} independent blocks of ${seconds(extent.blockMs)} s)` : '';
  const long = turns > 0 ? `; run for ${atLeast(extent, Math.max(forTurnsMs, forBlocksMs(extent)))}${why}` : '';
  return `${extent.side}: ${groupThousands(turns)} of ${groupThousands(needed)} turns${long}`;
}

/** The same of several runs per side, where each run is a unit. */
export function tooFewValues(
  q: number,
  count: number,
  { side, counted = 'turns' }: { readonly side: Extent['side']; readonly counted: string | undefined },
): string | undefined {
  const needed = turnsNeeded(q);
  return count >= needed ? undefined : `${side}: ${groupThousands(count)} of ${groupThousands(needed)} ${counted}`;
}

export function tooFewBlocks(extent: Extent): string | undefined {
  const { side, blocks, blockMs } = extent;
  if (blocks >= MIN_BLOCKS) return undefined;
  return `${side}: ${blocks} of ${MIN_BLOCKS} independent blocks of ${seconds(blockMs)} s; run for ${atLeast(extent, forBlocksMs(extent))}`;
}

function forBlocksMs({ blockMs }: Extent): number {
  return MIN_BLOCKS * blockMs;
}

/** Rounded up to whole seconds. */
function atLeast({ runMs }: Extent, measuredMs: number): string {
  const wholeSeconds = Math.ceil(runMs(measuredMs) / 1000 - 1e-6);
  return `at least ${wholeSeconds < 60 ? `${wholeSeconds} s` : formatDurationMs(wholeSeconds * 1000)}`;
}

function turnsNeeded(q: number): number {
  return Math.ceil(MIN_TURNS_BEYOND / (1 - q) - 1e-6);
}

function seconds(ms: number): number {
  return Number((ms / 1000).toFixed(1));
}
