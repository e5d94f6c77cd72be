import { monotonicClock, wallClock } from './clock.ts';
import { realTimers } from './real-timers.ts';
import type { AllTimeDeps } from './time-deps.ts';

/** Real time, for the main of a process or thread. */
export const realTime: AllTimeDeps = { clock: monotonicClock, timers: realTimers, wallClock };
