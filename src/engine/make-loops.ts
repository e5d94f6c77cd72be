import type { LoadProfile } from '../load/load-profile.ts';
import { arrivals } from '../load/pacer.ts';
import { numbersOf, type Segment } from '../load/segment.ts';
import { type TargetOrder, windowsOfTarget } from '../load/target-order.ts';
import { vuWindows } from '../load/vu-windows.ts';
import { ArrivalLoop } from './arrival-loop.ts';
import { arrivalsWithData } from './arrivals-with-data.ts';
import type { LoadLoop, LoopDeps, LoopUser } from './load-loop.ts';
import { UserLoop } from './user-loop.ts';
import { UserPool } from './user-pool.ts';

/** One target of a load. */
export interface LoadTarget {
  readonly makeUser: (number: number) => LoopUser;
  readonly deps: LoopDeps;
}

/** All targets, in order. */
export type LoadTargets = readonly [LoadTarget, ...LoadTarget[]];

/**
 * The loops of the load of `segment`: in the closed model one per user and target, in the open model one for all arrivals at
 * all targets.
 */
export function makeLoops(
  load: LoadProfile,
  segment: Segment,
  targets: LoadTargets,
  order: TargetOrder,
): readonly LoadLoop[] {
  const numbers = numbersOf(segment, load.maxVus);
  if (load.model === 'closed') {
    return targets.flatMap(({ makeUser, deps }, index) =>
      numbers.map((number) => {
        const windows = windowsOfTarget(vuWindows(load, number), order, index, targets.length);
        return new UserLoop(makeUser(number), load, windows, deps);
      }),
    );
  }
  // Rows are chosen by conversation number, so all targets get the same data.
  const { seed, hasData, onFeedEmpty } = targets[0].deps;
  const own = hasData ? arrivalsWithData(load, seed, segment, { hasData, onFeedEmpty }) : arrivals(load, seed, segment);
  const pools = targets.map(({ makeUser, deps }) => ({ users: new UserPool(numbers, makeUser), deps }));
  return [new ArrivalLoop(load, own, pools as [(typeof pools)[0], ...typeof pools], order)];
}
