import { abortable } from '../../platform/abortable.ts';
import { KnownError } from '../../platform/known-error.ts';
import { sleep } from '../../platform/time/sleep.ts';
import type { TimeDeps } from '../../platform/time/time-deps.ts';

/** How often and how long something is tried. */
export interface Patience {
  /** From the end of an attempt to the next one. */
  readonly everyMs: number;
  readonly maxWaitMs: number;
  /** Ends it at once, with its reason, between two attempts. */
  readonly abort: AbortSignal;
}

/** Repeats `attempt` until it has a value. An attempt without one returns the error that is thrown once `maxWaitMs` has passed. */
export async function tryUntil<Value>(
  time: TimeDeps,
  { everyMs, maxWaitMs, abort }: Patience,
  attempt: () => Promise<Value | KnownError>,
): Promise<Value> {
  const untilUs = time.clock.nowUs() + maxWaitMs * 1000;
  for (;;) {
    abort.throwIfAborted();
    const result = await attempt();
    if (!(result instanceof KnownError)) return result;
    if (time.clock.nowUs() >= untilUs) throw result;
    await abortable(sleep(time, everyMs), abort);
  }
}
