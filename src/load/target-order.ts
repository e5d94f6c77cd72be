import type { VuWindow } from './vu-windows.ts';

/**
 * When each target of a run gets its load.
 *
 * - together: all targets all the time, so that they are loaded at the same time of day
 * - abba: one at a time, in blocks of equal length: 0, 1, …, n − 1, n − 1, …, 1, 0, repeated. For targets that share a back
 *   end, which would get the sum of their loads. Because of the mirrored order, a linear drift over time favours none.
 */
export type TargetOrder = { readonly kind: 'together' } | AbbaOrder;

export interface AbbaOrder {
  readonly kind: 'abba';
  readonly blockMs: number;
}

export const TOGETHER: TargetOrder = { kind: 'together' };

/** Minimum number of blocks per target, so that a drift does not look like a difference. */
export const MIN_BLOCKS = 4;

/** The index of the target, of `count`, that gets the load in block number `block`. */
export function targetOfBlock(block: number, count: number): number {
  const place = block % (2 * count);
  return place < count ? place : 2 * count - 1 - place;
}

/** Whether target `index` of `count` gets the conversations that are due at `atMs`. */
export function getsLoadAt(order: TargetOrder, index: number, count: number, atMs: number): boolean {
  return order.kind === 'together' || targetOfBlock(Math.floor(atMs / order.blockMs), count) === index;
}

/** Share of the time in which each of `count` targets gets the load, 0 … 1. */
export function loadShare(order: TargetOrder, count: number): number {
  return order.kind === 'together' ? 1 : 1 / count;
}

/** The parts of a user's windows in which target `index` gets the load; a block starts with a jump. `windows` must be finite. */
export function windowsOfTarget(
  windows: readonly VuWindow[],
  order: TargetOrder,
  index: number,
  count: number,
): readonly VuWindow[] {
  if (order.kind === 'together') return windows;
  return windows.flatMap((window) => blocksWithin(window, order.blockMs, index, count));
}

function blocksWithin({ startMs, endMs, jump }: VuWindow, blockMs: number, index: number, count: number): VuWindow[] {
  const blocks: VuWindow[] = [];
  for (let block = Math.floor(startMs / blockMs); block * blockMs < endMs; block++) {
    if (targetOfBlock(block, count) !== index) continue;
    const fromMs = Math.max(startMs, block * blockMs);
    const toMs = Math.min(endMs, (block + 1) * blockMs);
    const last = blocks.at(-1);
    // Two adjacent blocks of the same target, where the order reverses, are merged.
    if (last?.endMs === fromMs) blocks[blocks.length - 1] = { ...last, endMs: toMs };
    else blocks.push({ startMs: fromMs, endMs: toMs, jump: jump || fromMs > startMs });
  }
  return blocks;
}
