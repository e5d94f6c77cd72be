import type { ConversationEnd } from '../../src/conversation/conversation-end.ts';
import type { FeedEmpty } from '../../src/conversation/virtual-user.ts';
import { TargetPause } from '../../src/engine/target-pause.ts';
import { UserLoop } from '../../src/engine/user-loop.ts';
import { type ClosedLoadInput, closedLoad } from '../../src/load/closed-load.ts';
import { vuWindows } from '../../src/load/vu-windows.ts';
import { FakeTime } from './fake-time.ts';
import { testCounters } from './test-counters.ts';

export const COMPLETED: ConversationEnd = { outcome: 'completed', completedTurn: true, kept: undefined };
export const UNREACHED: ConversationEnd = { outcome: 'failed', completedTurn: false, kept: undefined };
export const MISTAKEN: ConversationEnd = { outcome: 'failed', completedTurn: true, kept: undefined };
export const FEED_EMPTY: FeedEmpty = { outcome: 'feed-empty' };

interface Stage {
  readonly vu?: number;
  /** How long each conversation lasts, ms. Default 1000. */
  readonly lastsMs?: number | ((k: number) => number);
  /** How the k-th ends; the last entry applies to all further ones. Default: completed. */
  readonly ends?: readonly (ConversationEnd | FeedEmpty)[];
  readonly seed?: number;
  /** Of its target. */
  readonly pause?: TargetPause;
  /** Its connection is kept between two conversations. Default false. */
  readonly keepsSession?: boolean;
}

/** A user loop with fake time; its conversations last and end as configured. */
export function userLoop(
  load: Partial<ClosedLoadInput>,
  {
    vu = 0,
    lastsMs = 1000,
    ends = [COMPLETED],
    seed = 1,
    pause = new TargetPause(() => {}),
    keepsSession = false,
  }: Stage = {},
) {
  const time = new FakeTime();
  const startUs = time.nowUs();
  const sinceStart = () => (time.nowUs() - startUs) / 1000;
  const held: {
    readonly number: number;
    readonly atMs: number;
    readonly intendedMs: number;
    readonly anchored: boolean;
  }[] = [];
  const active: number[] = [];
  let interrupts = 0;
  let finish: ((end: ConversationEnd) => void) | undefined;
  let emptied = 0;
  const counters = testCounters(startUs);
  const user = {
    number: vu,
    keepsSession,
    converse(number: number, intendedUs: number, anchored = false): Promise<ConversationEnd | FeedEmpty> {
      const end = ends[Math.min(held.length, ends.length - 1)]!;
      const tookMs = typeof lastsMs === 'number' ? lastsMs : lastsMs(held.length);
      held.push({ number, atMs: sinceStart(), intendedMs: (intendedUs - startUs) / 1000, anchored });
      return new Promise((resolve) => {
        finish = resolve;
        time.at(time.nowUs() + tookMs * 1000, () => resolve(end));
      });
    },
    leave() {},
    interrupt() {
      interrupts += 1;
      finish?.({ outcome: 'interrupted', completedTurn: true, kept: undefined });
    },
  };
  const profile = closedLoad({ startSpreadMs: 0, gracefulStopMs: 0, ...load });
  const loop = new UserLoop(user, profile, vuWindows(profile, vu), {
    clock: time,
    timers: time,
    startUs,
    seed,
    counters: counters.counters,
    pause,
    onActive: (change) => active.push(change),
    onFeedEmpty: () => {
      emptied += 1;
    },
  });
  let doneAtMs: number | undefined;
  const done = loop.run().then(() => {
    doneAtMs = sinceStart();
  });
  return {
    loop,
    time,
    held,
    active,
    done,
    starts: () => held.map(({ atMs }) => atMs),
    interrupts: () => interrupts,
    emptied: () => emptied,
    told: counters.told,
    entries: counters.entries,
    doneAtMs: () => doneAtMs,
  };
}
