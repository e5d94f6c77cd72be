import { MAX_EXTRA } from '../endpoint/retry-delay.ts';

/**
 * The pause requested by a target (`Retry-After`), shared by all users of a closed load in one load thread. No connection to
 * the target starts during it; open sessions continue. Arrivals of an open load are not delayed by it.
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

  /** Starts or extends the pause: at `nowUs` the target asked for `retryAfterMs`. Never shortens the current pause. */
  ask(nowUs: number, retryAfterMs: number): void {
    const untilUs = nowUs + retryAfterMs * 1000;
    if (untilUs <= this.untilUs) return;
    if (this.untilUs <= nowUs) this.onPause();
    this.untilUs = untilUs;
    this.extraUs = retryAfterMs * 1000 * MAX_EXTRA;
  }

  /** When a user may connect again, µs on the monotonic clock. `jitter` of this user, in [0, 1). */
  notBeforeUs(jitter: number): number {
    return this.untilUs + jitter * this.extraUs;
  }
}
