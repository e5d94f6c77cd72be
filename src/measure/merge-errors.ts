import { CauseTally } from './error-cause.ts';
import type { ErrorEntry } from './error-log.ts';

/** The same entries as if one log had the errors of all shards: earliest first, with the earliest example. */
export function mergeErrors(lists: readonly (readonly ErrorEntry[])[]): readonly ErrorEntry[] {
  const byClass = new Map<string, ErrorEntry[]>();
  for (const entry of lists.flat().sort(inOrder)) {
    const key = `${entry.target}\n${entry.class}`;
    byClass.set(key, [...(byClass.get(key) ?? []), entry]);
  }
  return [...byClass.values()].map(joined);
}

/** A total order, so that ties at the same instant are resolved the same way everywhere. */
function inOrder(left: ErrorEntry, right: ErrorEntry): number {
  return left.firstMs - right.firstMs || (left.example < right.example ? -1 : 1);
}

/** Errors of one class, the earliest first. */
function joined(entries: readonly ErrorEntry[]): ErrorEntry {
  const [first] = entries;
  if (entries.length === 1) return first!;
  const causes = new CauseTally();
  for (const cause of entries.flatMap((entry) => entry.causes)) causes.add(cause);
  return {
    ...first!,
    count: entries.reduce((sum, { count }) => sum + count, 0),
    lastMs: Math.max(...entries.map(({ lastMs }) => lastMs)),
    causes: causes.list(),
  };
}
