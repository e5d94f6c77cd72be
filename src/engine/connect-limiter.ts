import pLimit from 'p-limit';
import type { ConnectLimiter } from '../conversation/conversation-deps.ts';
import type { Clock } from '../platform/time/clock.ts';
import type { Timers } from '../platform/time/timers.ts';
import type { TargetPause } from './target-pause.ts';

/** Minimum time between two connections to a target: a burst of connections would delay replies that are being timed. */
const PACE_US = 1000;

/** A higher connect concurrency also raises the rate. */
const PACED = 50;

export interface ConnectLimiterDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  /** The pause that the target asked for; no connection starts before its end. */
  readonly pause: TargetPause;
  /** End of the load, µs on the monotonic clock: no pause lasts longer. */
  readonly endUs: number;
}

/**
 * Lets at most `concurrency` connections to one target open at once, and starts them no faster than one per millisecond,
 * or `concurrency` × 20 a second where that is more. Waiting here is measured as `start_delay`, never as `connect`.
 */
export function connectLimiter(
  concurrency: number,
  { clock, timers, pause, endUs }: ConnectLimiterDeps,
): ConnectLimiter {
  const limit = pLimit(concurrency);
  const paceUs = Math.min(PACE_US, (PACE_US * PACED) / concurrency);
  let nextUs = 0;

  const turnUs = (): number => {
    const dueUs = Math.max(clock.nowUs(), nextUs, Math.min(pause.untilUs, endUs));
    nextUs = dueUs + paceUs;
    return dueUs;
  };

  /** A pause may begin, or be prolonged, while a connection waits for its turn. */
  const whenDue = (start: () => void, giveUp: () => void): void => {
    timers.at(turnUs(), () => {
      const nowUs = clock.nowUs();
      if (pause.untilUs <= nowUs) start();
      else if (nowUs >= endUs) giveUp();
      else whenDue(start, giveUp);
    });
  };

  return {
    enter(start, giveUp) {
      const enteredUs = clock.nowUs();
      const delayReason = () => (pause.untilUs > enteredUs ? 'paused' : 'connect-limit');
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
