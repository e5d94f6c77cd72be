/** The most memory this process has held so far, all its threads together, bytes. */
export function peakMemoryBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
