import { readdirSync } from 'node:fs';
import { readKernelFile } from '../process/kernel-file.ts';
import { childPids } from './child-cpu.ts';
import { type ProcessStat, parseProcessStat, US_PER_TICK } from './process-stat.ts';

/** Other processes by their number. */
export type OtherProcesses = ReadonlyMap<string, ProcessStat>;

/** Processes of one name. */
export interface BusyProcess {
  readonly name: string;
  /** Number of processes of this name; absent: one. */
  readonly count?: number;
  /** Cores that they used together, on average. */
  readonly cores: number;
}

/** One read takes about 30 µs. */
const MAX_PROCESSES = 1000;
const MAX_NAMED = 3;
/** Processes that used less explain nothing. */
const MIN_CORES = 0.05;

/**
 * All processes that this one can see, except itself and its children. From /proc (Linux); undefined elsewhere, and on a machine
 * with too many. In a container, only its own processes are there.
 */
export function readOtherProcesses(): OtherProcesses | undefined {
  try {
    const own = new Set([String(process.pid), ...childPids()]);
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && !own.has(name));
    if (pids.length > MAX_PROCESSES) return undefined;
    return new Map(
      pids.flatMap((pid) => {
        const stat = parseProcessStat(readKernelFile(`/proc/${pid}/stat`) ?? '');
        return stat ? [[pid, stat] as const] : [];
      }),
    );
  } catch {
    return undefined;
  }
}

/** The three names with the highest CPU use between two readings, the highest first; processes that ended are not counted. */
export function busiestProcesses(start: OtherProcesses, now: OtherProcesses, elapsedUs: number): BusyProcess[] {
  const names = new Map<string, { count: number; us: number }>();
  for (const [pid, { name, cpuTicks, startTicks }] of now) {
    const before = start.get(pid);
    const ticks = cpuTicks - (before?.startTicks === startTicks ? before.cpuTicks : 0);
    if (ticks <= 0) continue;
    const { count, us } = names.get(name) ?? { count: 0, us: 0 };
    names.set(name, { count: count + 1, us: us + ticks * US_PER_TICK });
  }
  return [...names]
    .map(([name, { count, us }]) => ({ name, ...(count > 1 && { count }), cores: Number((us / elapsedUs).toFixed(4)) }))
    .filter(({ cores }) => cores >= MIN_CORES)
    .sort((left, right) => right.cores - left.cores)
    .slice(0, MAX_NAMED);
}
