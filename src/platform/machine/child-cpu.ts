import { readdirSync } from 'node:fs';
import { readKernelFile } from '../process/kernel-file.ts';
import { parseProcessStat, US_PER_TICK } from './process-stat.ts';

/**
 * CPU time that the processes this one started have used so far, those that still run, µs. From /proc (Linux, `proc.rst`);
 * 0 elsewhere, and where the kernel does not list children.
 */
export function childCpuUs(): number {
  const ticks = childPids().map((pid) => parseProcessStat(readKernelFile(`/proc/${pid}/stat`) ?? '')?.cpuTicks ?? 0);
  return ticks.reduce((sum, each) => sum + each, 0) * US_PER_TICK;
}

/** The processes that this one started and that still run. A thread may end between two reads. */
export function childPids(): readonly string[] {
  try {
    const lists = readdirSync('/proc/self/task').map((id) => readKernelFile(`/proc/self/task/${id}/children`) ?? '');
    return lists.flatMap((list) => list.trim().split(' ')).filter((pid) => pid !== '');
  } catch {
    return [];
  }
}
