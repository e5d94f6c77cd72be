import { readdirSync, readFileSync } from 'node:fs';

/** Unit of the kernel's interface (USER_HZ), independent of its internal clock. */
const US_PER_TICK = 10_000;

/**
 * CPU time that the processes this one started have used so far, those that still run, µs. From /proc (Linux, `proc.rst`);
 * 0 elsewhere, and where the kernel does not list children.
 */
export function childCpuUs(): number {
  try {
    const lists = readdirSync('/proc/self/task').map((thread) => readText(`/proc/self/task/${thread}/children`));
    const pids = lists.flatMap((list) => list.split(' ').filter((pid) => pid !== ''));
    return pids.reduce((sum, pid) => sum + parseCpuTicks(readText(`/proc/${pid}/stat`)), 0) * US_PER_TICK;
  } catch {
    return 0;
  }
}

/** A thread or a child may end between two reads. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1').trim();
  } catch {
    return '';
  }
}

/**
 *     stat = pid "(" name ")" state … utime stime …
 *
 * utime and stime are the fields 14 and 15; the name may hold spaces and brackets. 0 for a text of another form.
 */
export function parseCpuTicks(stat: string): number {
  const [, ...afterName] = stat.slice(stat.lastIndexOf(')')).split(' ');
  const ticks = Number(afterName[11]) + Number(afterName[12]);
  return Number.isFinite(ticks) ? ticks : 0;
}
