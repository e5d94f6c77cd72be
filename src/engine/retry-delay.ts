const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/**
 * How long a user waits after its `failures`-th conversation in a row that failed before ready: 1 s doubling to 30 s,
 * of which the last half is left to chance (`jitter` in [0, 1)), so that users do not come back all at once.
 */
export function retryDelayMs(failures: number, jitter: number): number {
  const fullMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return fullMs * (0.5 + jitter / 2);
}
