import type { OpenLoad } from '../load/load-profile.ts';
import { type Arrival, arrivals } from '../load/pacer.ts';
import { type Segment, shardOf } from '../load/segment.ts';

/** Whether there is data for conversation `number`, and what to call if there is none and the load ends. */
export interface DataCheck {
  readonly hasData: (number: number) => boolean;
  readonly onFeedEmpty: () => void;
}

const WHOLE: Segment = { index: 0, count: 1 };

/**
 * The arrivals of `segment` until the feed is used up. The first number of the whole load without a row ends it for all shards,
 * so that the started conversations do not depend on the number of shards. The shard that owns this number still gets it; in
 * the others, `onFeedEmpty` is called.
 */
export function* arrivalsWithData(
  load: OpenLoad,
  seed: number,
  segment: Segment,
  end: DataCheck,
): Generator<Arrival, void> {
  for (const arrival of arrivals(load, seed, WHOLE)) {
    const isOwn = shardOf(arrival.number, segment.count) === segment.index;
    if (isOwn) yield arrival;
    if (end.hasData(arrival.number)) continue;
    if (!isOwn) end.onFeedEmpty();
    return;
  }
}
