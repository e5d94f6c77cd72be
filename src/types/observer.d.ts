import type { Report } from './report.js';

/**
 * Follows a run. Callbacks run in the thread of the caller. They delay no turn, unless the load is generated there (see `notes`).
 * Their promises are not awaited. If one throws or rejects, the run stops, and `run` rejects with the same.
 */
export interface RunObserver {
  /** Once, before the load starts. */
  begin?(run: RunIdentity): void;
  /** About once per second. */
  progress?(progress: RunProgress): void;
  /** The report so far, about every two seconds; not the final one, which `run` resolves with. */
  report?(report: Report): void;
  /** A notice or warning, as `palaver run` prints it on stderr. */
  notice?(message: string): void;
}

export interface RunIdentity {
  /** The run id: prefix of all user and session ids. */
  readonly run: string;
  /** Name of the run. */
  readonly name: string;
  /** Name of the scenario. */
  readonly scenario: string;
  /** Version of palaver. */
  readonly version: string;
  /** The first arrival, ISO 8601. */
  readonly startedAt: string;
  /** The option `place`. */
  readonly place?: string | undefined;
}

/** Counts since the start of the load. */
export interface RunProgress {
  /** Time since the start of the load; 0 before it. */
  readonly elapsedMs: number;
  /** Currently active virtual users. */
  readonly activeVus: number;
  readonly conversationsCompleted: number;
  readonly conversationsFailed: number;
  /** Ended turns, of every outcome. */
  readonly turns: number;
  /** Failed connections, lost connections and failed turns. */
  readonly failures: number;
}
