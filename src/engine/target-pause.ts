import { MAX_EXTRA } from '../endpoint/retry-delay.ts';

/**
 * The pause that a target asked for (`Retry-After`), for all users of a closed load in one load thread: it applies to all of
 * them. No connection to the target starts during it; open sessions continue. Only for closed loads: arrivals of an open load
 * keep to their load model.
 */
export class TargetPause {
  /** No connection starts before this instant, µs on the monotonic clock. */
  untilUs = 0;
  private extraUs = 0;
  private readonly onPause: () => void;

  /** `onPause` is called whenever a pause begins. */
  constructor(onPause: () => void) {
    this.onPause = onPause;
  }

  /** At `nowUs` the target asked for a pause, ms. It never shortens the current one. */
  ask(nowUs: number, retryAfterMs: number): void {
    const untilUs = nowUs + retryAfterMs * 1000;
    if (untilUs <= this.untilUs) return;
    if (this.untilUs <= nowUs) this.onPause();
    this.untilUs = untilUs;
    this.extraUs = retryAfterMs * 1000 * MAX_EXTRA;
  }

  /** When a user may connect again, µs on the monotonic clock. `jitter` in [0, 1) is the user's own. */
  notBeforeUs(jitter: number): number {
    return this.untilUs + jitter * this.extraUs;
  }
}
