/** Memory this process holds right now, all its threads together, bytes. */
export function residentMemoryBytes(): number {
  return process.memoryUsage.rss();
}
