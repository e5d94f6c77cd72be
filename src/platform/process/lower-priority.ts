import { readdirSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** Added to the nice value: a thread of normal priority then gets nine times as much of a core that both need. */
const LESS_URGENT = 10;
const MIN_URGENT = 19;

/**
 * Records the threads of this process: the main one, and V8's own that collect garbage. The returned function lowers their
 * priority, so that they do not take a core from the load threads started in between: with few cores, a checkpoint or a
 * collection would otherwise delay replies that are being timed. For the rest of the process: a lowered priority cannot be
 * raised again, and threads started later inherit it. Linux only; does nothing elsewhere.
 */
export function lowerOtherThreads(): () => void {
  const threads = threadIds();
  return () => {
    for (const id of threads) lower(id);
  };
}

function threadIds(): number[] {
  try {
    return readdirSync('/proc/self/task').map(Number);
  } catch {
    return [];
  }
}

function lower(threadId: number): void {
  try {
    setPriority(threadId, Math.min(MIN_URGENT, getPriority(threadId) + LESS_URGENT));
  } catch {
    // It has ended, or the system does not allow it: then all share alike, as they would anyway.
  }
}
