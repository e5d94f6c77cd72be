import type { ClosedLoad } from './load-profile.ts';
import { numbersOf, type Segment } from './segment.ts';

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

/** Maximum number of conversations of all VUs of `segment`. Infinity without a total. */
export function conversationsOfSegment(load: ClosedLoad, segment: Segment): number {
  if (load.conversations === undefined) return Number.POSITIVE_INFINITY;
  return numbersOf(segment, load.maxVus).reduce((sum, vu) => sum + conversationsOf(load, vu), 0);
}
