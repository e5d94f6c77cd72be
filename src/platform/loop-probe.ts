import { openSync, readSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { monotonicClock } from './clock.ts';

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
  const runDelayUs = makeRunDelayReader();
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

/**
 * Reads the second field of /proc/thread-self/schedstat (nanoseconds on the run queue; Linux, `sched-stats.rst`).
 * Opened by the thread itself and read synchronously: an asynchronous read would tell of a thread of the pool.
 */
function makeRunDelayReader(): (() => number) | undefined {
  try {
    const file = openSync('/proc/thread-self/schedstat', 'r');
    const bytes = Buffer.alloc(96);
    return () => {
      const length = readSync(file, bytes, 0, bytes.length, 0);
      return Number(bytes.toString('latin1', 0, length).split(' ')[1]) / 1000;
    };
  } catch {
    return undefined;
  }
}
