import type { ScopedCells } from '../measure/recorder/scoped-cells.ts';
import type { SampleSink } from '../measure/sample.ts';
import type { SeriesKey } from '../measure/series.ts';
import type { ScopeTimes } from './scope-times.ts';
import type { ScopedThreshold } from './scopes/scoped-threshold.ts';
import { SteadyScope } from './scopes/steady-scope.ts';
import { WindowScope } from './scopes/window-scope.ts';
import type { Threshold } from './threshold.ts';

/** All thresholds of a run with a scope; receives every sample of the run. */
export class ScopedThresholds implements SampleSink {
  readonly all: readonly ScopedThreshold[];

  /** `timesOf`: time ranges of a threshold. `series`: all series of the run, by number. */
  constructor(
    thresholds: readonly Threshold[],
    timesOf: (threshold: Threshold) => ScopeTimes,
    series: readonly SeriesKey[],
  ) {
    this.all = thresholds.flatMap((threshold): readonly ScopedThreshold[] => {
      const { scope } = threshold;
      if (!scope) return [];
      return scope.kind === 'steady'
        ? [new SteadyScope(threshold, timesOf(threshold), series)]
        : [new WindowScope(threshold, scope.share, timesOf(threshold), series)];
    });
  }

  append(series: number, atMs: number, lo: number, hi: number): void {
    for (const scoped of this.all) scoped.append(series, atMs, lo, hi);
  }

  /**
   * The cells of a shard `elapsedMs` after the start of the run, to be added up with those of the others. Of thresholds that are
   * not wanted, there are none.
   */
  encode(elapsedMs: number, isWanted = (_: Threshold) => true): ScopedCells {
    return this.all.map((scoped) => ({
      expression: scoped.threshold.expression,
      ranges: isWanted(scoped.threshold) ? [...scoped.ranges(elapsedMs)] : [],
    }));
  }

  /**
   * Adds the cells of a shard at `place` that has the same thresholds; a threshold on another place takes none of them. Throws
   * a KnownError if a histogram is damaged.
   */
  add(shard: ScopedCells, place?: string): void {
    for (const [index, { ranges }] of shard.entries()) {
      const scoped = this.all[index];
      const wanted = scoped?.threshold.labels.place;
      if (wanted !== undefined && wanted !== place) continue;
      for (const range of ranges) scoped?.add(range);
    }
  }

  of(threshold: Threshold): ScopedThreshold | undefined {
    return this.all.find((scoped) => scoped.threshold === threshold);
  }
}
