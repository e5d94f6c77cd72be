import type { OpenLoad } from '../load/load-profile.ts';
import { type Arrival, arrivals } from '../load/pacer.ts';
import { type Segment, shardOf } from '../load/segment.ts';

/** Whether there is data for conversation `number`, and what to call if there is none and the load ends. */
export interface FeedEnd {
  readonly isFed: (number: number) => boolean;
  readonly onFeedEmpty: () => void;
}

const WHOLE: Segment = { index: 0, count: 1 };

/**
 * The arrivals of `segment`, as far as there is data: the first number of the whole load without a row ends it for all shards,
 * so that the started conversations do not depend on the number of shards. The shard that owns that number still gets it; for
 * others `onFeedEmpty` is called.
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
