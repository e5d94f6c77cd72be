import { performance } from 'node:perf_hooks';
import { runDelayReader } from '../process/thread-schedstat.ts';
import { monotonicClock } from './clock.ts';

/** Counters of the event loop of a thread; use differences between two readings. */
export interface LoopReading {
  /** Monotonic clock, µs. */
  atUs: number;
  /** Spent waiting in the poll phase, µs. */
  idleUs: number;
  /** Polls begun. */
  loopCount: number;
  /** Spent ready to run but waiting for a core, µs; always 0 if the kernel does not report it. */
  runDelayUs: number;
}

export interface LoopProbe {
  /** Updates a reading. */
  read(into: LoopReading): void;
  /**
   * The same without `runDelayUs`, which keeps its last value: saves a system call. A difference from such a reading can only
   * be too long.
   */
  readQuickly(into: LoopReading): void;
  /** Whether `runDelayUs` is measured. */
  readonly coversCoreWait: boolean;
}

export function emptyReading(): LoopReading {
  return { atUs: 0, idleUs: 0, loopCount: 0, runDelayUs: 0 };
}

/** A probe of the thread that calls this; it must be read in that thread only. */
export function makeLoopProbe(): LoopProbe {
  const readRunDelayUs = runDelayReader();
  let runDelayUs = 0;
  const readQuickly = (into: LoopReading) => {
    into.atUs = monotonicClock.nowUs();
    into.idleUs = performance.nodeTiming.idleTime * 1000;
    into.loopCount = performance.nodeTiming.uvMetricsInfo.loopCount;
    into.runDelayUs = runDelayUs;
  };
  return {
    coversCoreWait: readRunDelayUs !== undefined,
    readQuickly,
    read(into) {
      runDelayUs = readRunDelayUs?.() ?? 0;
      readQuickly(into);
    },
  };
}
