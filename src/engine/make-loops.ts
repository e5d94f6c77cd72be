import type { LoadProfile } from '../load/load-profile.ts';
import { arrivals } from '../load/pacer.ts';
import { numbersOf, type Segment } from '../load/segment.ts';
import { ArrivalLoop } from './arrival-loop.ts';
import { fedArrivals } from './fed-arrivals.ts';
import type { ConversationHolder, LoadLoop, LoopContext } from './load-loop.ts';
import { UserLoop } from './user-loop.ts';
import { UserPool } from './user-pool.ts';

/** What carries out the share of a load that falls to `segment`, at one target: a loop per user, or one for all arrivals. */
export function makeLoops(
  load: LoadProfile,
  segment: Segment,
  makeUser: (number: number) => ConversationHolder,
  context: LoopContext,
): readonly LoadLoop[] {
  const numbers = numbersOf(segment, load.maxVus);
  if (load.model === 'closed') return numbers.map((number) => new UserLoop(makeUser(number), load, context));
  const { seed, isFed, onFeedEmpty } = context;
  const own = isFed ? fedArrivals(load, seed, segment, { isFed, onFeedEmpty }) : arrivals(load, seed, segment);
  return [new ArrivalLoop(load, own, new UserPool(numbers, makeUser), context)];
}
