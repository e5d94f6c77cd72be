import { type ReadKernelFile, readKernelFile } from './kernel-file.ts';

/**
 * Maximum number of open files (including sockets) of this process: the soft limit, which Node raises to the hard one when
 * it starts. From /proc/self/limits (Linux, `proc_pid_limits(5)`); undefined elsewhere.
 *
 *     line = "Max open files" ( soft | "unlimited" ) ( hard | "unlimited" ) "files"
 */
export function openFilesLimit(read: ReadKernelFile = readKernelFile): number | undefined {
  const [, soft] = /^Max open files +(\d+|unlimited) /m.exec(read('/proc/self/limits') ?? '') ?? [];
  if (soft === undefined) return undefined;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}
