import type { Readings } from '../../measure/readings.ts';
import type { SeriesKey } from '../../measure/series.ts';
import type { ThreadHealth } from '../../measure/thread-health.ts';

/** A run as it stands when it is scraped. */
export interface RunView {
  readonly run: { readonly id: string; readonly name: string; readonly version: string };
  readonly readings: Readings;
  /** All that there can be: a counter is told from 0 on, else its first increase would be lost to `rate()`. */
  readonly series: readonly SeriesKey[];
  /** Since the first arrival was due; negative before it. */
  readonly elapsedMs: number;
  readonly activeVus: number;
  readonly workers: readonly WorkerView[];
  /** Of the whole process and its machine, since the load began; undefined: not known. */
  readonly cpuShare?: number | undefined;
  readonly stealShare?: number | undefined;
  readonly peakRssMb?: number | undefined;
}

/** One load thread. */
export interface WorkerView {
  /** `2/3`: the second of three. */
  readonly name: string;
  readonly samplesLost: number;
  /** Undefined until it first tells. */
  readonly health: ThreadHealth | undefined;
}
