import { Readings } from '../../measure/readings.ts';
import { CellStore } from '../../measure/recorder/cell-store.ts';
import { encodeCells } from '../../measure/recorder/encode-cells.ts';
import type { SeriesKey } from '../../measure/series.ts';
import { evaluateThreshold } from '../evaluate.ts';
import { isHopeless } from '../is-hopeless.ts';
import { lastedMs, type ScopeTimes, timeOf } from '../scope-times.ts';
import type { Threshold } from '../threshold.ts';
import type { ThresholdResult } from '../threshold-result.ts';
import { scopedSeries } from './scoped-series.ts';
import type { PackedRange, ScopedThreshold } from './scoped-threshold.ts';

/** A threshold on the steady state: conversations and turns due outside of ramps. */
export class SteadyScope implements ScopedThreshold {
  readonly threshold: Threshold;
  private readonly times: ScopeTimes;
  private readonly indexes: Int32Array;
  private readonly cells: CellStore;

  constructor(threshold: Threshold, times: ScopeTimes, series: readonly SeriesKey[]) {
    const { keys, indexes } = scopedSeries(threshold, series);
    this.threshold = threshold;
    this.times = times;
    this.indexes = indexes;
    this.cells = new CellStore(keys);
  }

  append(series: number, atMs: number, lo: number, hi: number): void {
    const index = this.indexes[series]!;
    if (index >= 0 && timeOf(this.times.steady, atMs)) this.cells.append(index, lo, hi);
  }

  result(elapsedMs: number): ThresholdResult {
    const { steady, longestTurnMs } = this.times;
    return evaluateThreshold(
      this.threshold,
      new Readings(this.cells.all()),
      lastedMs(steady, elapsedMs),
      longestTurnMs,
    );
  }

  isLost(elapsedMs: number, runningConversations: number): boolean {
    return isHopeless(this.result(elapsedMs), runningConversations);
  }

  ranges(): readonly PackedRange[] {
    return [{ fromMs: 0, ...encodeCells(this.cells.all()) }];
  }

  add({ fromMs: _, ...cells }: PackedRange): void {
    this.cells.addPacked(cells);
  }
}
