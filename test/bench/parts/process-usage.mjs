/** CPU and memory of another process, read from /proc (see proc(5)). Zeroes once it has ended. */
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second: 100 on every Linux that Node runs on. */
const US_PER_TICK = 10_000;

const GONE = { residentKb: 0, peakKb: 0, cpuUs: 0 };

/** Resident set now and at its peak, and CPU time of all threads so far, in steps of 10 ms. */
export function usageOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kib = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { residentKb: kib('VmRSS'), peakKb: kib('VmHWM'), cpuUs: ticks * US_PER_TICK };
  } catch {
    return GONE;
  }
}

/** Readings of a process until `stop`, which returns them, several times a second; `atUs` is on the monotonic clock. */
export function watchUsage(pid, nowUs = () => performance.now() * 1000, periodMs = 250) {
  const readings = [];
  const watching = setInterval(() => {
    const usage = usageOf(pid);
    if (usage !== GONE) readings.push({ atUs: nowUs(), ...usage });
  }, periodMs);
  return {
    readings,
    stop() {
      clearInterval(watching);
      return readings;
    },
  };
}

/** Thread → CPU time so far, ns, exact to the last switch (schedstat). Empty once the process has ended. */
export function cpuOfThreads(pid) {
  const threads = new Map();
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const [ns] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      threads.set(thread, Number(ns));
    }
  } catch {
    // It, or one of its threads, has just ended.
  }
  return threads;
}
