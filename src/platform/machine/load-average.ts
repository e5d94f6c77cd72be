import { type ReadKernelFile, readKernelFile } from '../process/kernel-file.ts';

/**
 * Threads that run or wait for a core, averaged over the last minute: the first field of /proc/loadavg (Linux, `proc.rst`);
 * undefined elsewhere. More than there are cores means that some wait.
 */
export function readLoadAverage(read: ReadKernelFile = readKernelFile): number | undefined {
  const [first = ''] = (read('/proc/loadavg') ?? '').split(' ');
  const value = Number.parseFloat(first);
  return Number.isFinite(value) ? value : undefined;
}
