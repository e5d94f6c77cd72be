import { CellStore } from '../measure/cell-store.ts';
import { Readings } from '../measure/readings.ts';
import type { SeriesKey } from '../measure/series.ts';
import { evaluateThreshold } from './evaluate.ts';
import { testInterval } from './interval-test.ts';
import { isTrend } from './metric-kind.ts';
import { type ScopeTimes, WINDOW_MS, windowCount, windowOf } from './scope-times.ts';
import { type ScopedSeries, scopedSeries } from './scoped-series.ts';
import type { ScopedThreshold } from './scoped-threshold.ts';
import type { Threshold } from './threshold.ts';
import type { ThresholdResult, ThresholdState, WindowTally, WorstWindow } from './threshold-result.ts';

/** Something may come a little later than its turn can last, by a busy thread. */
const MARGIN_MS = 10_000;

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
  readonly cells: CellStore;
}

const NO_WINDOWS: WindowTally = { met: 0, missed: 0, undecided: 0, tooFew: 0 };

/**
 * A threshold on a share of the windows of 10 s into which measured time is cut; rates per second are per second of a window.
 * A sample belongs to the window of its intended instant. What is left at the end of measured time, below 10 s, is no
 * window; one without data is none either, nor one with too few turns for its quantile. A window that the edges do not decide
 * counts neither as met nor as missed, and where such windows decide the share, the threshold is undecided.
 *
 * Windows of trends are judged once nothing can come for them any more, and only their verdict is kept. Those of whole
 * conversations may last as long as these do, and are kept to the end.
 */
export class WindowScope implements ScopedThreshold {
  readonly threshold: Threshold;
  private readonly share: number;
  private readonly times: ScopeTimes;
  private readonly series: ScopedSeries;
  private readonly open = new Map<number, Window>();
  private readonly keepsAll: boolean;
  private settled: WindowTally = NO_WINDOWS;

  constructor(threshold: Threshold, share: number, times: ScopeTimes, series: readonly SeriesKey[]) {
    this.threshold = threshold;
    this.share = share;
    this.times = times;
    this.series = scopedSeries(threshold, series);
    this.keepsAll = !isTrend(threshold.metric) || threshold.metric.startsWith('conversation');
  }

  append(series: number, atMs: number, lo: number, hi: number): void {
    const place = this.series.places[series]!;
    if (place < 0) return;
    const time = windowOf(this.times.measured, atMs);
    if (!time) return;
    const window = this.open.get(time.fromMs) ?? { ...time, cells: new CellStore(this.series.keys) };
    this.open.set(time.fromMs, window);
    window.cells.append(place, lo, hi);
  }

  result(elapsedMs: number): ThresholdResult {
    this.settle(elapsedMs);
    let tally = this.settled;
    for (const window of this.open.values()) if (window.toMs <= elapsedMs) tally = this.count(tally, window);
    const { met, missed, undecided, tooFew } = tally;
    const samples = met + missed + undecided;
    const [lower, upper] = [met / samples, (met + undecided) / samples];
    const empty: ThresholdState = tooFew > 0 ? 'too-few' : 'no-data';
    return {
      threshold: this.threshold,
      state: samples === 0 ? empty : testInterval({ lower, upper }, '>=', this.share),
      unit: 'share',
      actual: samples === 0 ? undefined : upper,
      lower: samples === 0 || lower === upper ? undefined : lower,
      atLeast: undefined,
      samples,
      windows: tally,
    };
  }

  /** Too many have missed it already, even if all that is still planned should meet it. */
  isLost({ windows, state }: ThresholdResult): boolean {
    const planned = windowCount(this.times.measured);
    if (!Number.isFinite(planned)) return state === 'fail';
    return windows !== undefined && windows.missed > (1 - this.share) * planned + 1e-9;
  }

  private settle(elapsedMs: number): void {
    if (this.keepsAll) return;
    const beforeMs = elapsedMs - this.times.longestTurnMs - MARGIN_MS;
    for (const window of [...this.open.values()]) {
      if (window.toMs > beforeMs) continue;
      this.settled = this.count(this.settled, window);
      this.open.delete(window.fromMs);
    }
  }

  private count(tally: WindowTally, { fromMs, cells }: Window): WindowTally {
    const result = evaluateThreshold(this.threshold, new Readings(cells.all()), WINDOW_MS);
    switch (result.state) {
      case 'pass':
        return { ...tally, met: tally.met + 1 };
      case 'undecided':
        return { ...tally, undecided: tally.undecided + 1 };
      case 'too-few':
        return { ...tally, tooFew: tally.tooFew + 1 };
      case 'no-data':
        return tally;
      case 'fail':
        return {
          ...tally,
          missed: tally.missed + 1,
          worst: worse(tally.worst, { fromMs, ...valueIn(result) }, result),
        };
    }
  }
}

function valueIn({ actual, atLeast, unit }: ThresholdResult): Omit<WorstWindow, 'fromMs'> {
  return { unit, ...(atLeast === undefined ? { value: actual! } : { value: atLeast, isAtLeast: true }) };
}

function worse(known: WorstWindow | undefined, other: WorstWindow, { threshold }: ThresholdResult): WorstWindow {
  if (!known) return other;
  if (known.isAtLeast !== other.isAtLeast) return known.isAtLeast ? known : other;
  const higherIsWorse = threshold.operator.startsWith('<');
  return higherIsWorse === other.value > known.value ? other : known;
}
