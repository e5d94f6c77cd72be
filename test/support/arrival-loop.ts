import type { ConversationEnd } from '../../src/conversation/conversation-end.ts';
import type { FeedEmpty } from '../../src/conversation/virtual-user.ts';
import { ArrivalLoop } from '../../src/engine/arrival-loop.ts';
import { TargetPause } from '../../src/engine/target-pause.ts';
import { UserPool } from '../../src/engine/user-pool.ts';
import type { OpenLoad } from '../../src/load/load-profile.ts';
import { arrivals } from '../../src/load/pacer.ts';
import { numbersOf, type Segment } from '../../src/load/segment.ts';
import { type TargetOrder, TOGETHER } from '../../src/load/target-order.ts';
import { FakeTime } from './fake-time.ts';
import { testCounters } from './test-counters.ts';
import { COMPLETED } from './user-loop.ts';

interface Stage {
  /** How long conversation `number` lasts, ms. Default 1000. */
  readonly lastsMs?: (number: number, target: number) => number;
  readonly ends?: (number: number) => ConversationEnd | FeedEmpty;
  readonly segment?: Segment;
  /** How many. Default 1. */
  readonly targets?: number;
  readonly order?: TargetOrder;
}

interface Held {
  readonly number: number;
  readonly target: number;
  readonly vu: number;
  readonly atMs: number;
  readonly dueMs: number;
}

/** An arrival loop with fake time; its users hold conversations that last and end as told. */
export function arrivalLoop(load: OpenLoad, stage: Stage = {}) {
  const { lastsMs = () => 1000, ends = () => COMPLETED, segment = { index: 0, count: 1 } } = stage;
  const { targets = 1, order = TOGETHER } = stage;
  const time = new FakeTime();
  const startUs = time.nowUs();
  const sinceStart = () => (time.nowUs() - startUs) / 1000;
  const held: Held[] = [];
  const { counters, told, entries } = testCounters(startUs);
  let active = 0;
  let emptied = 0;
  const made: number[] = [];
  const userOf = (target: number) => (vu: number) => {
    made.push(vu);
    let finish: ((end: ConversationEnd) => void) | undefined;
    return {
      number: vu,
      converse: (number: number, dueUs: number, anchored = false): Promise<ConversationEnd | FeedEmpty> => {
        if (!anchored) throw new Error('the conversations of an open load are anchored');
        held.push({ number, target, vu, atMs: sinceStart(), dueMs: (dueUs - startUs) / 1000 });
        return new Promise((resolve) => {
          finish = resolve;
          time.at(time.nowUs() + lastsMs(number, target) * 1000, () => resolve(ends(number)));
        });
      },
      interrupt: () => finish?.({ outcome: 'interrupted', completedTurn: true, kept: undefined }),
      keepsSession: false,
      leave: () => {},
    };
  };
  const deps = {
    clock: time,
    timers: time,
    startUs,
    seed: 1,
    counters,
    pause: new TargetPause(() => {}),
    onActive: (change: 1 | -1) => {
      active += change;
    },
    onFeedEmpty: () => {
      emptied += 1;
      loop.stop();
    },
  };
  const sideOf = (target: number) => ({
    users: new UserPool(numbersOf(segment, load.maxVus), userOf(target)),
    deps,
  });
  const others = Array.from({ length: targets - 1 }, (_, index) => sideOf(index + 1));
  const loop = new ArrivalLoop(load, arrivals(load, 1, segment), [sideOf(0), ...others], order);
  let doneAtMs: number | undefined;
  void loop.run().then(() => {
    doneAtMs = sinceStart();
  });
  return {
    loop,
    time,
    held,
    made,
    told,
    entries,
    active: () => active,
    emptied: () => emptied,
    doneAtMs: () => doneAtMs,
  };
}
