/** CPU time this process has used so far, all its threads together, µs. */
export function processCpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Memory this process holds right now, all its threads together, bytes. */
export function residentMemoryBytes(): number {
  return process.memoryUsage.rss();
}

/** The most memory this process has held so far, all its threads together, bytes. */
export function peakMemoryBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
