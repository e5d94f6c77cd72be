import type { ErrorEntry } from './error-log.ts';

/** What one log would hold that had seen the errors of all shards: the earliest first, with the earliest example. */
export function mergeErrors(lists: readonly (readonly ErrorEntry[])[]): readonly ErrorEntry[] {
  const merged = new Map<string, ErrorEntry>();
  for (const entry of lists.flat().sort((left, right) => left.firstMs - right.firstMs)) {
    const key = `${entry.target}\n${entry.class}`;
    const known = merged.get(key);
    merged.set(
      key,
      known ? { ...known, count: known.count + entry.count, lastMs: Math.max(known.lastMs, entry.lastMs) } : entry,
    );
  }
  return [...merged.values()];
}
