/** CPU time this process has used so far, all its threads together, µs. */
export function processCpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Current memory use (RSS) of this process, all threads together, bytes. */
export function residentMemoryBytes(): number {
  return process.memoryUsage.rss();
}

/** Maximum memory use (RSS) of this process so far, all threads together, bytes. */
export function peakMemoryBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
