import type { ShardExecutor } from '../distribute/shard-executor.ts';
import type { TurnsFile } from '../live/turns-file.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import type { Calibration } from '../report/calibration-schema.ts';
import type { Report } from '../report/report.ts';
import type { StopOn } from './resolve-stop-on.ts';
import type { RunningLoad, SampleWatch } from './running-load.ts';

/** What a run is given besides its plan and its targets. */
export interface RunDeps {
  readonly system: SystemDeps;
  readonly executor: ShardExecutor;
  /** Load threads, at most as many as there are virtual users. Default 1. */
  readonly workers?: number | undefined;
  /** Where the folder of the run goes. */
  readonly reportDir: string;
  readonly version: string;
  /** Of this machine, quoted in the report. */
  readonly calibration?: Calibration | undefined;
  /** What the report shall say of how the run was begun, one sentence each. */
  readonly warnings?: readonly string[] | undefined;
  /** Takes every turn one by one while the run goes on; it is closed when the load has ended. */
  readonly turns?: TurnsFile | undefined;
  /** What ends the run early once its target has broken down. Default: nothing, for who ends its runs itself. */
  readonly stopOn?: StopOn | undefined;
  /** Takes every sample, too. */
  readonly watch?: SampleWatch | undefined;
  /** A line for the person who watches. */
  readonly onNotice: (message: string) => void;
  /** Called once, before the load begins; `test` can be read from then on, and after its end. */
  readonly onBegin?: ((test: RunningLoad) => void) | undefined;
  /** Called every second while the load goes on. */
  readonly onTick: (test: RunningLoad) => void;
  /** Told of the newest report every two seconds or so while the run goes on. */
  readonly onReport?: ((report: Report) => void) | undefined;
  /** Renders the page that is kept beside report.json while the run goes on; the caller writes the last one. Default: none. */
  readonly page?: ((report: Report) => string) | undefined;
  /** Joins into the last report, before it is written, what is only then known: how the run compares with another. */
  readonly judge?: ((report: Report) => Report) | undefined;
  /** Resolves, with how it went, when something of palaver's own that the run needs is gone; that ends the run. */
  readonly lost?: Promise<string> | undefined;
}
