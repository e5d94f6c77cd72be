import type { OpenLoad } from '../load/load-profile.ts';
import { type Arrival, arrivals } from '../load/pacer.ts';
import { type Segment, shardOf } from '../load/segment.ts';

/** Whether there is data for conversation `number`, and what to call when that is the end of the load. */
export interface FeedEnd {
  readonly isFed: (number: number) => boolean;
  readonly onFeedEmpty: () => void;
}

const WHOLE: Segment = { index: 0, count: 1 };

/**
 * The arrivals that `segment` owns, as far as there is data: the first number of the whole load without a row ends it for
 * all shards, so that what begins does not depend on how many there are. The shard that owns that number still gets it;
 * another one has `onFeedEmpty` called instead.
 */
export function* fedArrivals(load: OpenLoad, seed: number, segment: Segment, end: FeedEnd): Generator<Arrival, void> {
  for (const arrival of arrivals(load, seed, WHOLE)) {
    const isOwn = shardOf(arrival.number, segment.count) === segment.index;
    if (isOwn) yield arrival;
    if (end.isFed(arrival.number)) continue;
    if (!isOwn) end.onFeedEmpty();
    return;
  }
}
