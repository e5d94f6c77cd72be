import type { ClosedLoad } from './load-profile.ts';

/**
 * The number of the k-th conversation (from 0) of VU `vu`: k × maxVus + vu. Numbers are unique over the whole load
 * and depend neither on the shard of a user nor on the order of completion. In the open model, the number of the arrival is
 * that of the conversation.
 */
export function conversationNumber(load: ClosedLoad, vu: number, k: number): number {
  return k * load.maxVus + vu;
}

/** Maximum number of conversations of VU `vu`: those with numbers below `conversations`. Infinity without a total. */
export function conversationsOf(load: ClosedLoad, vu: number): number {
  if (load.conversations === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(0, Math.ceil((load.conversations - vu) / load.maxVus));
}
