import type { ErrorEntry } from '../measure/error-log.ts';
import type { ThreadHealth } from '../measure/health/thread-health.ts';
import type { Recorder } from '../measure/recorder/recorder.ts';

/** What a scrape reads of a run in progress, directly from the run: nothing is recorded separately. */
export interface ObservedRun {
  readonly recorder: Pick<Recorder, 'readings' | 'table'>;
  readonly activeVus: number;
  /** Negative before the load begins; constant after its end. */
  elapsedMs(): number;
  readonly findings: { readonly errors: readonly ErrorEntry[] };
  /** The load threads. */
  readonly shards: readonly {
    readonly name: string;
    readonly samplesLost: number;
    readonly findings: { readonly health?: ThreadHealth | undefined };
  }[];
}

/** The constant facts. */
export interface RunIdentity {
  readonly run: string;
  readonly name: string;
  readonly scenario: string;
  readonly version: string;
}
