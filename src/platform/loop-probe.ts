import { performance } from 'node:perf_hooks';
import { monotonicClock } from './clock.ts';
import { runDelayReader } from './thread-schedstat.ts';

/** What the event loop of the calling thread has done so far; differences between two readings are what counts. */
export interface LoopReading {
  /** Monotonic clock, µs. */
  readonly atUs: number;
  /** Spent waiting in the poll phase, µs. */
  readonly idleUs: number;
  /** Polls begun. */
  readonly loopCount: number;
  /** Spent ready to run, without a core to run on, µs; always 0 where the kernel does not tell. */
  readonly runDelayUs: number;
}

export interface LoopProbe {
  read(): LoopReading;
  /** Whether `runDelayUs` is real. */
  readonly coversCoreWait: boolean;
}

/** A probe of the thread that calls this; it must be read in that thread only. Costs about 1.5 µs a reading. */
export function makeLoopProbe(): LoopProbe {
  const runDelayUs = runDelayReader();
  return {
    coversCoreWait: runDelayUs !== undefined,
    read: () => ({
      atUs: monotonicClock.nowUs(),
      idleUs: performance.nodeTiming.idleTime * 1000,
      loopCount: performance.nodeTiming.uvMetricsInfo.loopCount,
      runDelayUs: runDelayUs?.() ?? 0,
    }),
  };
}
