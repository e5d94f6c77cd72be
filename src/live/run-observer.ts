import type { ErrorEntry } from '../measure/error-log.ts';
import type { ThreadHealth } from '../measure/health/thread-health.ts';
import type { Cell } from '../measure/recorder/cell.ts';
import type { Recorder } from '../measure/recorder/recorder.ts';
import type { SampleSink } from '../measure/sample.ts';
import type { SeriesTable } from '../measure/series.ts';
import type { TraceEntry } from '../measure/traces/trace-event.ts';
import type { TurnTaker } from '../measure/turns/turn-outlet.ts';
import type { TimeRange } from '../platform/time/time-range.ts';
import type { Report } from '../report/report.ts';

/**
 * A consumer of a run: progress, dashboard, Prometheus, the file of turns, what watches a run to end it. All methods are
 * optional, and called in the main thread, in this order:
 *
 *     begin → samples, turns → (tick | trace | report)* → end → close
 */
export interface RunObserver<Run extends ObservedRun = ObservedRun> {
  /** Once, before the load threads start. */
  begin?(run: Run, identity: RunIdentity): void;
  /** Receives every sample, in the order in which the load threads appended it. Asked for once. */
  samples?(): SampleSink | undefined;
  /** Who takes the turns of one more load thread, one by one. */
  turns?(): TurnTaker;
  /** An event of a traced conversation, as it happens. */
  trace?(entry: TraceEntry): void;
  /** Period of `tick` in ms. Default 1000. */
  readonly tickMs?: number;
  /** During the load. */
  tick?(run: Run): void;
  /** The newest report, about every two seconds during the load. It takes at most 5 % of a core. */
  report?(report: Report): void;
  /** The load has ended; the last report is built when this has resolved. */
  end?(): Promise<void> | void;
  /** What the report has to say of this observer's own work, one sentence each. */
  notes?(): readonly string[];
  /** Called by its owner, with the final report; undefined: there is none. Idempotent. */
  close?(final: Report | undefined): Promise<void> | void;
}

/** A run as its observers see it; each reads the recorded data; nothing is recorded a second time for them. */
export interface ObservedRun {
  readonly recorder: Pick<Recorder, 'readings'> & { readonly table: Pick<SeriesTable, 'keys' | 'shape'> };
  /** Every series, where the readings of `recorder` are only those that are needed every second. */
  allCells?(): Promise<readonly Cell[]>;
  readonly activeVus: number;
  /** The first arrival, µs on the monotonic clock. */
  readonly startUs: number;
  /** The times that are measured, ms since the start. */
  readonly windows: readonly TimeRange[];
  /** Number of load threads. */
  readonly workers: number;
  /** Negative before the load begins; does not change after its end. */
  elapsedMs(): number;
  readonly findings: { readonly errors: readonly ErrorEntry[] };
  /** The load threads. */
  readonly shards: readonly {
    readonly name: string;
    readonly samplesLost: number;
    readonly findings: { readonly health?: ThreadHealth | undefined };
  }[];
}

/** What does not change during a run. */
export interface RunIdentity {
  readonly run: string;
  readonly name: string;
  readonly scenario: string;
  /** Version of palaver. */
  readonly version: string;
  /** The first arrival, ISO 8601. */
  readonly startedAt: string;
  /** Where the load generator runs, if that has a name. */
  readonly place?: string | undefined;
}
