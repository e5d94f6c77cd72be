import type { ThreadHealth } from '../measure/thread-health.ts';
import { ThreadWatch } from '../measure/thread-watch.ts';
import { monotonicClock } from '../platform/clock.ts';
import { GcWatch } from '../platform/gc-watch.ts';
import type { Inbox } from '../platform/inbox.ts';
import { LoopDelay } from '../platform/loop-delay.ts';
import { threadCpuReader } from '../platform/thread-schedstat.ts';
import { every, realTimers } from '../platform/timers.ts';

/** A standstill is told to have been within so long before it is noticed. */
const NOTICE_PERIOD_MS = 250;

export interface WatchedThread {
  health(): ThreadHealth;
  /** The health stays as it is then. */
  close(): void;
}

/** Watches the calling thread from `startUs` (the start of the load, monotonic clock) on. */
export function watchThread(startUs: number, inbox: Inbox, coversCoreWait: boolean): WatchedThread {
  const watch = new ThreadWatch({
    clock: monotonicClock,
    loopDelay: new LoopDelay(),
    gc: new GcWatch(),
    inbox,
    cpuUs: threadCpuReader(),
    coversCoreWait,
  });
  const beginning = realTimers.at(startUs, () => watch.begin());
  const noticing = every(NOTICE_PERIOD_MS, watch.notice);
  return {
    health: () => watch.health(),
    close() {
      beginning.cancel();
      noticing.cancel();
      watch.close();
    },
  };
}
