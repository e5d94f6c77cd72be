const FIRST_MS = 1000;
const MAX_MS = 30_000;
/** How much longer than the server asked a user may wait, as a share: so that users do not come back all at once. */
export const MAX_EXTRA = 0.25;

/**
 * How long a user leaves a target alone that has failed it `failures` times in a row, ms: 1 s after the first, doubling to
 * 30 s (exponential backoff), with up to 50 % jitter; and at least `retryAfterMs`, which the target asked
 * for, up to a quarter longer. `jitter` in [0, 1) says where within that, so that users do not come back all at once.
 */
export function retryDelayMs(failures: number, jitter: number, retryAfterMs = 0): number {
  const fullMs = failures === 0 ? 0 : Math.min(MAX_MS, FIRST_MS * 2 ** (failures - 1));
  return Math.max(fullMs * (0.5 + jitter / 2), retryAfterMs * (1 + jitter * MAX_EXTRA));
}

/** When one user may try its target again. */
export class RetryBackoff {
  /** µs on the monotonic clock; in the past while nothing is to be waited for. */
  notBeforeUs = 0;
  private failures = 0;

  /** An attempt ended at `nowUs`; `retryAfterMs` is waited for even if it did not fail. `draw` gives the jitter. */
  note(failed: boolean, nowUs: number, draw: () => number, retryAfterMs?: number): void {
    this.failures = failed ? this.failures + 1 : 0;
    if (!failed && retryAfterMs === undefined) return;
    this.notBeforeUs = nowUs + retryDelayMs(this.failures, draw(), retryAfterMs) * 1000;
  }
}
