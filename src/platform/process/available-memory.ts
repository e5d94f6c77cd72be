import { type ReadKernelFile, readKernelFile } from './kernel-file.ts';

const GROUPS = '/sys/fs/cgroup';

/**
 * Memory that this process and its children may still use, bytes: MemAvailable of /proc/meminfo (Linux), or less if a
 * control group (version 2) of this process allows less. Undefined elsewhere.
 */
export function availableMemoryBytes(read: ReadKernelFile = readKernelFile): number | undefined {
  const [, kib] = /^MemAvailable: +(\d+) kB$/m.exec(read('/proc/meminfo') ?? '') ?? [];
  if (kib === undefined) return undefined;
  const left = groupsOf(read).map((group) => leftInGroup(group, read));
  return Math.min(Number(kib) * 1024, ...left);
}

/** The group of this process (`0::/path`) and its parents, whose limits apply, too. In a container, its own is the root. */
function groupsOf(read: ReadKernelFile): readonly string[] {
  const [, path] = /^0::(\/.*)$/m.exec(read('/proc/self/cgroup') ?? '') ?? [];
  if (path === undefined) return [];
  const names = path.split('/').filter((name) => name !== '');
  return [GROUPS, ...names.map((_, index) => `${GROUPS}/${names.slice(0, index + 1).join('/')}`)];
}

/** Cached files count as used there, though the kernel drops them when memory is needed. */
function leftInGroup(group: string, read: ReadKernelFile): number {
  const limit = Number(read(`${group}/memory.max`)?.trim() || Number.NaN);
  const used = Number(read(`${group}/memory.current`)?.trim() || Number.NaN);
  if (!Number.isFinite(limit) || !Number.isFinite(used)) return Number.POSITIVE_INFINITY;
  const stat = read(`${group}/memory.stat`) ?? '';
  const cached = ['inactive_file', 'active_file'].map((name) =>
    Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0),
  );
  return Math.max(0, limit - used + cached.reduce((sum, bytes) => sum + bytes, 0));
}
