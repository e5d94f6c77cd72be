import type { ThreadHealth } from '../measure/health/thread-health.ts';
import { ThreadWatch, type ThreadWatchDeps } from '../measure/health/thread-watch.ts';
import type { Inbox } from '../platform/inbox.ts';
import { GcWatch } from '../platform/process/gc-watch.ts';
import { threadCpuReader } from '../platform/process/thread-schedstat.ts';
import { LoopDelay } from '../platform/time/loop-delay.ts';
import { repeat } from '../platform/time/repeat.ts';
import type { TimeDeps } from '../platform/time/time-deps.ts';

/** A delay is noticed at most this long after it happened. */
const NOTICE_PERIOD_MS = 250;

export interface WatchedThread {
  health(): ThreadHealth;
  /** Stops watching; the health keeps its last values. */
  close(): void;
}

/** Watches the calling thread from `startUs` (the start of the load, monotonic clock) on. */
export function watchThread(
  startUs: number,
  inbox: Inbox,
  { coversCoreWait, activeHooks }: Pick<ThreadWatchDeps, 'coversCoreWait' | 'activeHooks'>,
  { clock, timers }: TimeDeps,
): WatchedThread {
  const watch = new ThreadWatch({
    clock,
    loopDelay: new LoopDelay(),
    gc: new GcWatch(),
    inbox,
    cpuUs: threadCpuReader(),
    coversCoreWait,
    activeHooks,
  });
  const beginning = timers.at(startUs, () => watch.begin());
  const noticing = repeat({ clock, timers }, NOTICE_PERIOD_MS, watch.notice);
  return {
    health: () => watch.health(),
    close() {
      beginning.cancel();
      noticing.cancel();
      watch.close();
    },
  };
}
