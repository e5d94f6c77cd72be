import type { LoadProfile } from '../load/load-profile.ts';
import { arrivals } from '../load/pacer.ts';
import { numbersOf, type Segment } from '../load/segment.ts';
import { type TargetOrder, windowsInTurn } from '../load/target-order.ts';
import { vuWindows } from '../load/vu-windows.ts';
import { ArrivalLoop } from './arrival-loop.ts';
import { fedArrivals } from './fed-arrivals.ts';
import type { ConversationHolder, LoadLoop, LoopDeps } from './load-loop.ts';
import { UserLoop } from './user-loop.ts';
import { UserPool } from './user-pool.ts';

/** One target's side of a load. */
export interface LoadSide {
  readonly makeUser: (number: number) => ConversationHolder;
  readonly deps: LoopDeps;
}

/** All of them, in the order of the targets. */
export type LoadSides = readonly [LoadSide, ...LoadSide[]];

/**
 * The loops of the load of `segment`: in the closed model one per user and target, in the open model one for all arrivals at
 * all targets.
 */
export function makeLoops(
  load: LoadProfile,
  segment: Segment,
  sides: LoadSides,
  order: TargetOrder,
): readonly LoadLoop[] {
  const numbers = numbersOf(segment, load.maxVus);
  if (load.model === 'closed') {
    return sides.flatMap(({ makeUser, deps }, index) =>
      numbers.map((number) => {
        const windows = windowsInTurn(vuWindows(load, number), order, index, sides.length);
        return new UserLoop(makeUser(number), load, windows, deps);
      }),
    );
  }
  // Rows go by conversation number, so data are the same for all targets.
  const { seed, isFed, onFeedEmpty } = sides[0].deps;
  const own = isFed ? fedArrivals(load, seed, segment, { isFed, onFeedEmpty }) : arrivals(load, seed, segment);
  const pools = sides.map(({ makeUser, deps }) => ({ users: new UserPool(numbers, makeUser), deps }));
  return [new ArrivalLoop(load, own, pools as [(typeof pools)[0], ...typeof pools], order)];
}
