import type { ObservedRun, RunIdentity, RunObserver } from '../../live/run-observer.ts';
import { messageOf } from '../../platform/known-error.ts';
import { repeat } from '../../platform/time/repeat.ts';
import type { TimeDeps } from '../../platform/time/time-deps.ts';
import type { Timer } from '../../platform/time/timers.ts';
import type { RunEnding } from '../../verdict/verdict.ts';
import { cancelAll, tickingOf } from './observing.ts';
import type { ReadyLoad } from './ready-load.ts';
import type { StopReason } from './report-facts.ts';
import type { StopRequests } from './stop-requests.ts';

const CHECKPOINT_PERIOD_MS = 5000;

export interface ConductDeps<Run extends ObservedRun, Result> {
  readonly load: ReadyLoad<Run> & Run;
  readonly identity: RunIdentity;
  readonly observers: readonly RunObserver<Run>[];
  readonly requests: StopRequests;
  /** Saves what has been measured so far: at the start of the load, and every five seconds, unless it still works. */
  readonly save: () => void | Promise<void>;
  /** What `save` saves, for messages. */
  readonly what: string;
  /** Begins what is done regularly besides, until the returned timer is cancelled. */
  readonly accompany?: () => Timer;
  /** Saves the end; while it works, a stop signal does not end the process. */
  readonly conclude: (stop: StopReason, late: readonly RunEnding[]) => Result | Promise<Result>;
  /** Resolves with a description when a part that the run needs has ended; that ends the run. */
  readonly lost: Promise<string> | undefined;
  readonly onNotice: (message: string) => void;
}

/**
 * A load from its start to its end: saves it regularly, calls its observers, ends it when something is lost. A failure
 * interrupts it: no load runs without its report.
 * @throws what `save` throws before the load, and what `conclude` throws.
 */
export async function conductLoad<Run extends ObservedRun, Result>(
  { load, identity, observers, requests, save, what, accompany, conclude, lost, onNotice }: ConductDeps<Run, Result>,
  time: TimeDeps,
): Promise<Result> {
  let saving: Promise<void> | undefined;
  const trySave = async () => {
    try {
      await save();
    } catch (error) {
      onNotice(`the ${what} could not be saved during the run: ${messageOf(error)}`);
    }
    saving = undefined;
  };
  const checkpoint = () => {
    saving ??= trySave();
  };
  const periodic: Timer[] = [];
  let ended: Promise<readonly RunEnding[]> | undefined;
  try {
    ended = load.start(observers, identity);
    void lost?.then((how) => requests.lose(how));
    periodic.push(...tickingOf(observers, load, time));
    if (accompany) periodic.push(accompany());
    await save();
    periodic.push(repeat(time, CHECKPOINT_PERIOD_MS, checkpoint));
    const late = await ended;
    cancelAll(periodic);
    await saving;
    for (const observer of observers) await observer.end?.();
    return await conclude(requests.endings[0]?.exit === 'signal' ? 'signal' : 'planned', late);
  } catch (error) {
    load.interrupt();
    await ended;
    throw error;
  } finally {
    cancelAll(periodic);
    requests.release();
  }
}
