import { monotonicClock } from './clock.ts';
import { TimerHeap } from './timer-heap.ts';
import type { Timers } from './timers.ts';

/** The timers of a process or thread that has none of its own. */
export const realTimers: Timers = new TimerHeap(monotonicClock);
