import { type ProgressFacts, progressOf } from '../live/progress-line.ts';
import type { ObservedRun, RunIdentity, RunObserver } from '../live/run-observer.ts';
import type { Report } from '../report/report.ts';

/** How far a run is, for the caller of `run`. */
type RunProgress = Omit<ProgressFacts, 'totalMs' | 'firstOutput'>;

/** What the caller of `run` passes to observe it. */
export interface CallerCallbacks {
  begin?(run: RunIdentity): unknown;
  progress?(progress: RunProgress): unknown;
  report?(report: Report): unknown;
  notice?(message: string): unknown;
}

/**
 * Calls the callbacks of the caller, and does not wait for their promises. What one of them throws, or rejects with, ends the
 * run, not the process: the first error is kept, and no callback is called again.
 */
export class CallerObserver implements RunObserver {
  error: { readonly thrown: unknown } | undefined;
  private readonly callbacks: CallerCallbacks;
  private readonly stop: () => void;

  /** `stop`: ends the run. */
  constructor(callbacks: CallerCallbacks, stop: () => void) {
    this.callbacks = callbacks;
    this.stop = stop;
  }

  begin(_run: ObservedRun, identity: RunIdentity): void {
    this.call(() => this.callbacks.begin?.(identity));
  }

  tick(run: ObservedRun): void {
    if (!this.callbacks.progress) return;
    const facts = { elapsedMs: Math.max(0, run.elapsedMs()), totalMs: undefined, activeVus: run.activeVus };
    const { totalMs: _total, firstOutput: _trend, ...progress } = progressOf(run.recorder.readings(), facts);
    this.call(() => this.callbacks.progress?.(progress));
  }

  /** Undefined without a callback: then no report is built. */
  get report(): ((report: Report) => void) | undefined {
    return this.callbacks.report && ((report) => this.call(() => this.callbacks.report?.(report)));
  }

  notice(message: string): void {
    this.call(() => this.callbacks.notice?.(message));
  }

  private call(callback: () => unknown): void {
    if (this.error) return;
    try {
      const returned = callback();
      Promise.resolve(returned).catch((thrown) => this.fail(thrown));
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  private fail(thrown: unknown): void {
    if (this.error) return;
    this.error = { thrown };
    this.stop();
  }
}
