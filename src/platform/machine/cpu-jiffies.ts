import { readFileSync } from 'node:fs';

/** Time of all cores together since boot, in the kernel's ticks; only differences and shares are meaningful. */
export interface CpuJiffies {
  readonly total: number;
  /** A core was ready to run while the hypervisor ran something else. */
  readonly stolen: number;
  /** A core had nothing to run, or only waited for a disk. */
  readonly idle: number;
  /** Number of cores of the machine; a container or a CPU affinity may grant this process fewer. */
  readonly cores: number;
}

/** Number of the first line's fields up to `steal`; guest time, which follows, is part of `user` already. */
const FIELDS = 8;
const IDLE = 3;
const IO_WAIT = 4;
const STEAL = 7;

/** CPU time from /proc/stat (Linux, `proc.rst`); undefined elsewhere. */
export function readCpuJiffies(): CpuJiffies | undefined {
  try {
    return parseCpuJiffies(readFileSync('/proc/stat', 'latin1'));
  } catch {
    return undefined;
  }
}

/**
 *     first line = "cpu" user nice system idle iowait irq softirq steal [ guest … ]
 *     then, for each core, "cpu" number and the same fields
 */
export function parseCpuJiffies(text: string): CpuJiffies | undefined {
  const [name, ...fields] = text.slice(0, Math.max(0, text.indexOf('\n'))).split(/ +/);
  const jiffies = fields.slice(0, FIELDS).map(Number);
  const cores = text.match(/^cpu\d+ /gm)?.length ?? 0;
  if (name !== 'cpu' || jiffies.length < FIELDS || jiffies.some((value) => !Number.isFinite(value)) || cores === 0)
    return undefined;
  return {
    total: jiffies.reduce((sum, value) => sum + value, 0),
    stolen: jiffies[STEAL]!,
    idle: jiffies[IDLE]! + jiffies[IO_WAIT]!,
    cores,
  };
}
