import { type ReadKernelFile, readKernelFile } from '../process/kernel-file.ts';

/** Periods (usually 100 ms) of the CPU limit of a container, and those in which it was used up, so that all threads waited. */
export interface CpuThrottling {
  readonly periods: number;
  readonly throttled: number;
}

/** Control groups of version 2, then of version 1, as a container sees its own. */
const FILES = ['/sys/fs/cgroup/cpu.stat', '/sys/fs/cgroup/cpu/cpu.stat'];

/** From the control group of a container (Linux, `cgroup-v2.rst`); undefined elsewhere, and without a CPU limit. */
export function readCpuThrottling(read: ReadKernelFile = readKernelFile): CpuThrottling | undefined {
  const text = FILES.map((file) => read(file)).find((stat) => stat !== undefined) ?? '';
  const field = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  const [periods, throttled] = [field('nr_periods'), field('nr_throttled')];
  return periods > 0 && throttled >= 0 ? { periods, throttled } : undefined;
}
