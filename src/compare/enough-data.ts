import { formatDurationMs } from '../platform/time/duration.ts';

/** Fewer blocks of time do not show how much they vary. */
const MIN_BLOCKS = 10;
/** Fewer turns beyond a quantile do not locate it. */
const MIN_TURNS_BEYOND = 20;

/** What one side offers to be judged by. */
export interface Extent {
  readonly side: 'baseline' | 'candidate';
  /** Independent blocks of time. */
  readonly blocks: number;
  /** How long they must be to be independent, ms. */
  readonly blockMs: number;
  /** Time that was cut into blocks, ms. */
  readonly measuredMs: number;
  /** How long a run must be in which so much time is measured. */
  readonly runMs: (measuredMs: number) => number;
}

/** Where all of a run is measured. */
export const sameMs = (ms: number): number => ms;

/** Why a quantile of so many turns is not to be judged, and how long a run would do; undefined where it is. */
export function tooLittle(q: number, turns: number, extent: Extent): string | undefined {
  const needed = turnsNeeded(q);
  if (turns >= needed) return tooFewBlocks(extent);
  const forTurnsMs = turns > 0 ? (extent.measuredMs * needed) / turns : 0;
  const isForBlocks = forBlocksMs(extent) > forTurnsMs;
  const why = isForBlocks ? ` (${MIN_BLOCKS} independent blocks of ${seconds(extent.blockMs)} s)` : '';
  const long = turns > 0 ? `: run ${atLeast(extent, Math.max(forTurnsMs, forBlocksMs(extent)))}${why}` : '';
  return `${extent.side}: ${turns} turns, p${nameOf(q)} needs ${needed}${long}`;
}

/** The same of several runs a side, where each run is a unit. */
export function tooFewTurns(q: number, turns: number, side: Extent['side']): string | undefined {
  const needed = turnsNeeded(q);
  return turns >= needed ? undefined : `${side}: ${turns} turns, p${nameOf(q)} needs ${needed}`;
}

export function tooFewBlocks(extent: Extent): string | undefined {
  const { side, blocks, blockMs } = extent;
  if (blocks >= MIN_BLOCKS) return undefined;
  const are = blocks === 1 ? 'block' : 'blocks';
  return `${side}: ${blocks} independent ${are} of ${seconds(blockMs)} s, ${MIN_BLOCKS} are needed: run ${atLeast(extent, forBlocksMs(extent))}`;
}

function forBlocksMs({ blockMs }: Extent): number {
  return MIN_BLOCKS * blockMs;
}

/** In whole seconds, rounded up. */
function atLeast({ runMs }: Extent, measuredMs: number): string {
  const wholeSeconds = Math.ceil(runMs(measuredMs) / 1000 - 1e-6);
  return `at least ${wholeSeconds < 600 ? `${wholeSeconds} s` : formatDurationMs(wholeSeconds * 1000)}`;
}

function turnsNeeded(q: number): number {
  return Math.ceil(MIN_TURNS_BEYOND / (1 - q) - 1e-6);
}

function nameOf(q: number): number {
  return Number((q * 100).toFixed(1));
}

function seconds(ms: number): number {
  return Number((ms / 1000).toFixed(1));
}
