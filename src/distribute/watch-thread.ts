import type { ThreadHealth } from '../measure/health/thread-health.ts';
import { ThreadWatch } from '../measure/health/thread-watch.ts';
import type { Inbox } from '../platform/inbox.ts';
import { GcWatch } from '../platform/process/gc-watch.ts';
import { threadCpuReader } from '../platform/process/thread-schedstat.ts';
import { monotonicClock } from '../platform/time/clock.ts';
import { LoopDelay } from '../platform/time/loop-delay.ts';
import { realTimers } from '../platform/time/real-timers.ts';
import { every } from '../platform/time/timers.ts';

/** A delay is noticed at most this long after it happened. */
const NOTICE_PERIOD_MS = 250;

export interface WatchedThread {
  health(): ThreadHealth;
  /** Stops watching; the health keeps its last values. */
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
