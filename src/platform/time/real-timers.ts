import { monotonicClock } from './clock.ts';
import { TimerHeap } from './timer-heap.ts';
import type { Timers } from './timers.ts';

/** Timers on the real clock, one set per process or thread. */
export const realTimers: Timers = new TimerHeap(monotonicClock);
