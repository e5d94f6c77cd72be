/**
 * Gives the load thread a core of its own; the endpoint, the other threads and this process share another. If all share the
 * same cores, the kernel wakes the load thread on the core of the endpoint that has just written to it, and they wait for each
 * other, which does not happen with an endpoint on another machine.
 */
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOfThreads } from './process-usage.mjs';

const OWN_CORE = '0';
const OTHERS_CORE = '1';
/** After Node has started, the load thread is the busiest. */
const STARTING_MS = 1000;
const LOOKING_MS = 500;

/** The cores of this process before it is moved. */
const ALL_CORES = `0-${availableParallelism() - 1}`;

/** Moves this process, and those that it will start, to the other core; false if that is not possible (it needs `taskset`). */
export function leaveCoreFree() {
  return process.platform === 'linux' && availableParallelism() >= 2 && moveHere(OTHERS_CORE);
}

/** Undoes `leaveCoreFree`. */
export function shareCores() {
  if (process.platform === 'linux') moveHere(ALL_CORES);
}

function moveHere(cores) {
  try {
    execFileSync('taskset', ['-acp', cores, String(process.pid)], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

/** Moves the busiest thread of a process that has just been started to the free core. */
export async function giveOwnCore(pid) {
  await sleep(STARTING_MS);
  const before = cpuOfThreads(pid);
  await sleep(LOOKING_MS);
  const used = [...cpuOfThreads(pid)].map(([thread, ns]) => ({ thread, ns: ns - (before.get(thread) ?? 0) }));
  const busiest = used.reduce((most, one) => (one.ns > most.ns ? one : most));
  execFileSync('taskset', ['-cp', OWN_CORE, busiest.thread], { stdio: 'pipe' });
}
