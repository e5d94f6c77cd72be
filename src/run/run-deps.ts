import type { ShardExecutor } from '../distribute/shard-executor.ts';
import type { RunObserver } from '../live/run-observer.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import type { Calibration } from '../report/calibration-schema.ts';
import type { Report } from '../report/report.ts';
import type { RunningLoad } from './running-load.ts';

/** The dependencies of a run, except its plan and its targets. */
export interface RunDeps {
  readonly system: SystemDeps;
  readonly executor: ShardExecutor;
  /** Load threads, at most as many as there are virtual users. Default 1. */
  readonly workers?: number | undefined;
  /** Parent folder of the folder of the run; undefined: nothing is written. */
  readonly reportDir: string | undefined;
  readonly version: string;
  /** Calibration of this machine, quoted in the report. */
  readonly calibration?: Calibration | undefined;
  /** Warnings from before the load, for the report, one sentence each. */
  readonly warnings?: readonly string[] | undefined;
  /** Consumers of the run. The caller that opened them closes them. */
  readonly observers?: readonly RunObserver<RunningLoad>[] | undefined;
  /** A line for the person who watches. */
  readonly onNotice: (message: string) => void;
  /** Renders the page next to report.json during the run; the caller writes the last one. Default: none. */
  readonly page?: ((report: Report) => string) | undefined;
  /** Joins into the last report, before it is written, what is only then known: how the run compares with another. */
  readonly judge?: ((report: Report) => Report) | undefined;
  /** Resolves with a description when a part of palaver that the run needs has ended; that ends the run. */
  readonly lost?: Promise<string> | undefined;
}
