import type { TimeRange } from '../../platform/time/time-range.ts';
import type { Measurements } from '../measurements.ts';
import { Readings } from '../readings.ts';
import type { SampleSink } from '../sample.ts';
import type { SeriesKey, SeriesTable } from '../series.ts';
import { CellStore } from './cell-store.ts';
import { snapshotOf } from './snapshot.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { Timeline } from './timeline.ts';

/**
 * Aggregates samples into histograms, counters and the timeline; used in the main thread only. Histograms are created on first
 * use.
 */
export class Recorder implements SampleSink {
  readonly table: SeriesTable;
  private readonly shard: string;
  private readonly timeline: Timeline;
  private readonly windows: readonly TimeRange[] | undefined;
  private readonly measured: CellStore;
  /** The series in excluded times. */
  private readonly excluded: CellStore;
  /** Index in the timeline by series, or -1: of a counter, of a trend, and of the lower bound of a trend. */
  private readonly counterSlots: readonly number[];
  private readonly trendSlots: readonly number[];
  private readonly lowSlots: readonly number[];
  /** The series that counts the clamped values, by series. */
  private readonly clampedBy: readonly number[];
  private snapshots = 0;
  /** Cached: used many times per second, while cells are rarely added. */
  private current = { cells: 0, readings: new Readings([]) };

  /**
   * `shard`: source of the snapshots; a later snapshot of the same shard replaces the earlier one. `windows`: measured times;
   * samples of other times are stored separately, for the invariants. Default: everything is measured.
   */
  constructor(table: SeriesTable, shard = '1/1', windows?: readonly TimeRange[]) {
    this.table = table;
    this.shard = shard;
    this.windows = windows?.some(({ fromMs, toMs }) => fromMs <= 0 && toMs === Infinity) ? undefined : windows;
    this.measured = new CellStore(table.keys);
    this.excluded = new CellStore(table.keys, true);
    this.timeline = new Timeline(table.shape);
    this.counterSlots = table.keys.map(({ kind, metric, labels }) =>
      kind === 'counter' ? this.timeline.counterSlot(labels.target, metric as never) : -1,
    );
    this.trendSlots = table.keys.map((key) => this.trendSlot(key));
    this.lowSlots = table.keys.map((key) =>
      key.metric === 'first_output' ? this.stepSlot(key, 'firstOutputLow') : -1,
    );
    this.clampedBy = clampCounters(table.keys);
  }

  /** See `SampleSink`. Throws for an unknown series or a value that is not a number (bugs). */
  append(series: number, atMs: number, lo: number, hi: number): void {
    const clamped = (this.isExcluded(atMs) ? this.excluded : this.measured).append(series, lo, hi);
    if (clamped) this.append(this.clampedBy[series]!, atMs, 1, 0);
    const counter = this.counterSlots[series]!;
    if (counter >= 0) return this.timeline.count(counter, atMs, lo);
    const trend = this.trendSlots[series]!;
    if (trend >= 0) this.timeline.record(trend, atMs, Math.ceil(hi));
    const low = this.lowSlots[series]!;
    if (low >= 0) this.timeline.record(low, atMs, Math.floor(lo));
  }

  private isExcluded(atMs: number): boolean {
    return this.windows !== undefined && !this.windows.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  }

  private allCells() {
    return [...this.measured.all(), ...this.excluded.all()];
  }

  /** Sets the number of active virtual users from `atMs` (since the run's start) on. */
  observeActiveVus(atMs: number, count: number): void {
    this.timeline.observeActiveVus(atMs, count);
  }

  /** A live view of everything measured so far: not copied, so later samples are included. */
  readings(): Readings {
    const cells = this.measured.size + this.excluded.size;
    if (this.current.cells < cells) this.current = { cells, readings: new Readings(this.allCells()) };
    return this.current.readings;
  }

  /** What a report needs; the readings are a live view. */
  measurements(): Measurements {
    return { shape: this.table.shape, timeline: this.timeline.encode('encode'), readings: this.readings() };
  }

  /** Cumulative plain data; only histograms that changed since the last snapshot are encoded again. */
  snapshot(): Snapshot {
    this.snapshots++;
    return snapshotOf({
      shards: { [this.shard]: this.snapshots },
      shape: this.table.shape,
      cells: this.allCells(),
      timeline: this.timeline.encode('pack'),
    });
  }

  private trendSlot(key: SeriesKey): number {
    const { metric, labels } = key;
    if (metric === 'send_lag') return this.timeline.sendLagSlot(labels.target);
    if (metric === 'first_output') return this.stepSlot(key, 'firstOutput');
    return metric === 'turn' ? this.stepSlot(key, 'turn') : -1;
  }

  private stepSlot({ kind, labels }: SeriesKey, trend: 'firstOutput' | 'firstOutputLow' | 'turn'): number {
    return kind !== 'trend' || labels.of !== undefined ? -1 : this.timeline.stepSlot(labels, trend);
  }
}

/** For every series, the number of the `clamped` counter of its target and conversation. */
function clampCounters(keys: readonly SeriesKey[]): number[] {
  const conversationOf = (key: SeriesKey) => JSON.stringify([key.labels.target, key.labels.conversation]);
  const counters = new Map<string, number>();
  for (const [series, key] of keys.entries()) if (key.metric === 'clamped') counters.set(conversationOf(key), series);
  return keys.map((key) => counters.get(conversationOf(key)) ?? -1);
}
