import { Readings } from '../readings.ts';
import type { SampleSink } from '../sample.ts';
import type { SeriesKey, SeriesTable } from '../series.ts';
import { CellStore } from './cell-store.ts';
import { snapshotOf } from './snapshot.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { Timeline } from './timeline.ts';

/** ms since the run's start, the end not included. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Where the samples of one shard end up: histograms, counters and the timeline, in the main thread only.
 * Histograms are made on first use.
 */
export class Recorder implements SampleSink {
  readonly table: SeriesTable;
  private readonly shard: string;
  private readonly timeline: Timeline;
  private readonly windows: readonly TimeWindow[] | undefined;
  private readonly measured: CellStore;
  /** The same series in times that are left out. */
  private readonly leftOut: CellStore;
  /** Index in the timeline by series, or -1. */
  private readonly slots: readonly number[];
  /** Index of the lower bound in the timeline by series, or -1. */
  private readonly lowSlots: readonly number[];
  /** The series that counts the clamped values, by series. */
  private readonly clampedBy: readonly number[];
  private snapshots = 0;
  /** Cached: asked for many times a second, while cells are rarely added. */
  private current = { cells: 0, readings: new Readings([]) };

  /**
   * `shard` names the source of the snapshots: a later one of the same shard takes the place of the former. `windows`: the
   * times whose samples are measured; the others are kept apart, for the invariants. Default: all.
   */
  constructor(table: SeriesTable, shard = '1/1', windows?: readonly TimeWindow[]) {
    this.table = table;
    this.shard = shard;
    this.windows = windows?.some(({ fromMs, toMs }) => fromMs <= 0 && toMs === Infinity) ? undefined : windows;
    this.measured = new CellStore(table.keys);
    this.leftOut = new CellStore(table.keys, true);
    this.timeline = new Timeline(table.shape);
    this.slots = table.keys.map((key) => this.timelineSlot(key));
    this.lowSlots = table.keys.map((key) =>
      key.metric === 'first_output' ? this.stepSlot(key, 'firstOutputLow') : -1,
    );
    this.clampedBy = clampCounters(table.keys);
  }

  /** See `SampleSink`. Throws on an unknown series or a value that is no number: both are bugs. */
  append(series: number, atMs: number, lo: number, hi: number): void {
    const clamped = (this.isLeftOut(atMs) ? this.leftOut : this.measured).append(series, lo, hi);
    if (clamped) this.append(this.clampedBy[series]!, atMs, 1, 0);
    const slot = this.slots[series]!;
    if (slot < 0) return;
    if (this.table.keys[series]!.kind === 'counter') return this.timeline.count(slot, atMs, lo);
    this.timeline.record(slot, atMs, Math.ceil(hi));
    if (this.lowSlots[series]! >= 0) this.timeline.record(this.lowSlots[series]!, atMs, Math.floor(lo));
  }

  private isLeftOut(atMs: number): boolean {
    return this.windows !== undefined && !this.windows.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  }

  private allCells() {
    return [...this.measured.all(), ...this.leftOut.all()];
  }

  /** Sets the number of active virtual users from `atMs` (since the run's start) on. */
  observeActiveVus(atMs: number, count: number): void {
    this.timeline.observeActiveVus(atMs, count);
  }

  /** What has been measured so far, live: nothing is copied or encoded, and later samples show through. */
  readings(): Readings {
    const cells = this.measured.size + this.leftOut.size;
    if (this.current.cells < cells) this.current = { cells, readings: new Readings(this.allCells()) };
    return this.current.readings;
  }

  /** Cumulative plain data; encodes only what has changed since the last one. */
  snapshot(): Snapshot {
    this.snapshots++;
    return snapshotOf({
      shards: { [this.shard]: this.snapshots },
      shape: this.table.shape,
      cells: this.allCells(),
      timeline: this.timeline.encode(),
    });
  }

  private timelineSlot(key: SeriesKey): number {
    const { kind, metric, labels } = key;
    if (kind === 'counter') return this.timeline.counterSlot(labels.target, metric as never);
    if (metric === 'send_lag') return this.timeline.sendLagSlot(labels.target);
    if (metric === 'first_output') return this.stepSlot(key, 'firstOutput');
    return metric === 'turn' ? this.stepSlot(key, 'turn') : -1;
  }

  private stepSlot({ kind, labels }: SeriesKey, trend: 'firstOutput' | 'firstOutputLow' | 'turn'): number {
    if (kind !== 'trend' || labels.step === undefined || labels.of !== undefined) return -1;
    return this.timeline.stepSlot(labels.target, labels.conversation, labels.step, trend);
  }
}

/** For every series the `clamped` counter of its target and conversation. */
function clampCounters(keys: readonly SeriesKey[]): number[] {
  const place = (key: SeriesKey) => JSON.stringify([key.labels.target, key.labels.conversation]);
  const counters = new Map<string, number>();
  for (const [series, key] of keys.entries()) if (key.metric === 'clamped') counters.set(place(key), series);
  return keys.map((key) => counters.get(place(key)) ?? -1);
}
