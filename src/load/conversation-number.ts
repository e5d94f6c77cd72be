import type { ClosedLoad } from './load-profile.ts';

/**
 * The number of the k-th conversation (from 0) of VU `vu`: k × maxVus + vu. Numbers are unique over the whole load
 * and do not depend on who runs which user, nor on who finishes first. In open load, the arrival's number is the
 * conversation's.
 */
export function conversationNumber(load: ClosedLoad, vu: number, k: number): number {
  return k * load.maxVus + vu;
}

/** How many conversations VU `vu` holds at most: those of its numbers below `conversations`. Infinity without one. */
export function conversationsOf(load: ClosedLoad, vu: number): number {
  if (load.conversations === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(0, Math.ceil((load.conversations - vu) / load.maxVus));
}
