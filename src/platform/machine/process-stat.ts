/** Unit of CPU times in the kernel's interface (USER_HZ), independent of its internal clock, µs. */
export const US_PER_TICK = 10_000;

export interface ProcessStat {
  /** Of its program, at most 15 characters: never its arguments, which may hold secrets. */
  readonly name: string;
  /** User and system time so far. */
  readonly cpuTicks: number;
  /** When it started: with its number, this identifies a process. */
  readonly startTicks: number;
}

/** Fields after the name, from 0. */
const UTIME = 11;
const STIME = 12;
const START_TIME = 19;

/**
 * Parses /proc/PID/stat (Linux, `proc.rst`), read as latin1; undefined for a text of another form.
 *
 *     stat = pid "(" name ")" state … utime stime … starttime …
 *
 * utime, stime and starttime are the fields 14, 15 and 22; the name may hold spaces and brackets.
 */
export function parseProcessStat(stat: string): ProcessStat | undefined {
  const [first, last] = [stat.indexOf('('), stat.lastIndexOf(')')];
  if (first < 0 || last < first) return undefined;
  const fields = stat.slice(last + 2).split(' ');
  const cpuTicks = Number(fields[UTIME]) + Number(fields[STIME]);
  const startTicks = Number(fields[START_TIME]);
  if (!Number.isFinite(cpuTicks) || !Number.isFinite(startTicks)) return undefined;
  const name = Buffer.from(stat.slice(first + 1, last), 'latin1').toString('utf8');
  return { name, cpuTicks, startTicks };
}
