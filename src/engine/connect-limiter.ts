import pLimit from 'p-limit';
import type { ConnectLimiter } from '../conversation/conversation-deps.ts';
import type { TimeDeps } from '../platform/time/time-deps.ts';
import type { TargetPause } from './target-pause.ts';

/** Minimum time between two connections to a target: a burst of connections would delay replies that are being timed. */
const MIN_INTERVAL_US = 1000;

/** Above this concurrency, the interval is shortened in proportion. */
const BASE_CONCURRENCY = 50;

export interface ConnectLimiterDeps extends TimeDeps {
  /** Pause requested by the target; no connection starts before its end. */
  readonly pause: TargetPause;
  /** End of the load, µs on the monotonic clock: no pause lasts longer. */
  readonly endUs: number;
}

/**
 * Limits connections to one target: at most `concurrency` opening at once, and at most 1,000 started per second, or
 * `concurrency` × 20 if that is more. Waiting here is measured as `start_delay`, never as `connect`.
 */
export function connectLimiter(
  concurrency: number,
  { clock, timers, pause, endUs }: ConnectLimiterDeps,
): ConnectLimiter {
  const limit = pLimit(concurrency);
  const paceUs = Math.min(MIN_INTERVAL_US, (MIN_INTERVAL_US * BASE_CONCURRENCY) / concurrency);
  let nextUs = 0;

  const nextSlotUs = (): number => {
    const dueUs = Math.max(clock.nowUs(), nextUs, Math.min(pause.untilUs, endUs));
    nextUs = dueUs + paceUs;
    return dueUs;
  };

  /** A pause may start, or be extended, while a connection waits. */
  const whenDue = (start: () => void, giveUp: () => void): void => {
    timers.at(nextSlotUs(), () => {
      const nowUs = clock.nowUs();
      if (pause.untilUs <= nowUs) start();
      else if (nowUs >= endUs) giveUp();
      else whenDue(start, giveUp);
    });
  };

  return {
    enter(start, giveUp) {
      const enteredUs = clock.nowUs();
      const delayReason = () => (pause.untilUs > enteredUs ? 'retry-after' : 'connect-limit');
      const begin = (release: () => void) =>
        whenDue(
          () => start(release, delayReason()),
          () => {
            release();
            giveUp();
          },
        );
      void limit(() => new Promise<void>(begin));
    },
  };
}
