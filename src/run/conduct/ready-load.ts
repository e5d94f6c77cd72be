import type { ObservedRun, RunIdentity, RunObserver } from '../../live/run-observer.ts';
import type { RunEnding } from '../../verdict/verdict.ts';
import type { Stoppable } from './stop-requests.ts';

/** A load that is ready to start. */
export interface ReadyLoad<Run extends ObservedRun> extends Stoppable {
  /**
   * Starts it, called once. Resolves at the end of the load with what ended it early, except requests. Throws where it cannot
   * be started; otherwise never rejects.
   */
  start(observers: readonly RunObserver<Run>[], identity: RunIdentity): Promise<readonly RunEnding[]>;
}
