import pLimit from 'p-limit';
import type { ConnectGate } from '../conversation/load-thread.ts';
import type { Clock } from '../platform/clock.ts';
import type { Timers } from '../platform/timers.ts';
import type { TargetPause } from './target-pause.ts';

/** So long between two connections to a target: a burst of openings would hold up the replies being timed. */
const PACE_US = 1000;

/** Who lets more than this open at once wants them faster, too. */
const PACED = 50;

export interface ConnectGateDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  /** What the target asked for; no connection starts before its end. */
  readonly pause: TargetPause;
}

/**
 * Lets at most `concurrency` connections to one target open at once, and starts them no faster than one per millisecond,
 * or `concurrency` × 20 a second where that is more. Waiting here shows as `start_delay`, never as `connect`.
 */
export function connectGate(concurrency: number, { clock, timers, pause }: ConnectGateDeps): ConnectGate {
  const limit = pLimit(concurrency);
  const paceUs = Math.min(PACE_US, (PACE_US * PACED) / concurrency);
  let nextUs = 0;

  const turnUs = (): number => {
    const dueUs = Math.max(clock.nowUs(), nextUs, pause.untilUs);
    nextUs = dueUs + paceUs;
    return dueUs;
  };

  /** A pause may begin, or be prolonged, while a connection waits for its turn. */
  const whenDue = (start: () => void): void => {
    timers.at(turnUs(), () => (pause.untilUs > clock.nowUs() ? whenDue(start) : start()));
  };

  return {
    enter(start) {
      const enteredUs = clock.nowUs();
      const heldBackBy = () => (pause.untilUs > enteredUs ? 'paused' : 'connect-limit');
      void limit(() => new Promise<void>((release) => whenDue(() => start(release, heldBackBy()))));
    },
  };
}
