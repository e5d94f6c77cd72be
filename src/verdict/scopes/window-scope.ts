import { Readings } from '../../measure/readings.ts';
import { CellStore } from '../../measure/recorder/cell-store.ts';
import type { SeriesKey } from '../../measure/series.ts';
import { evaluateThreshold } from '../evaluate.ts';
import { isCounter, isTrend, unitOf } from '../metric-kind.ts';
import { type ScopeTimes, WINDOW_MS, windowCount, windowOf, windowsOf } from '../scope-times.ts';
import type { Threshold } from '../threshold.ts';
import type { ThresholdResult, ThresholdState, WindowTally, WorstWindow } from '../threshold-result.ts';
import { testInterval } from './interval-test.ts';
import { type ScopedSeries, scopedSeries } from './scoped-series.ts';
import type { ScopedThreshold } from './scoped-threshold.ts';

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
 * window, nor is one with too few turns for its quantile, or without any data. Counts and goodput have data as soon as a
 * conversation of the run began: then a window in which nothing happens has 0 of it. A window that the edges do not decide
 * counts neither as met nor as missed, and where such windows decide the share, the threshold is undecided.
 *
 *     of turns           their windows are complete once the longest turn is over; a histogram is judged then, and only
 *                        its verdict is kept
 *     of conversations   each counts where it was due, and nobody knows how long it lasts: complete when the run is
 */
export class WindowScope implements ScopedThreshold {
  readonly threshold: Threshold;
  private readonly share: number;
  private readonly times: ScopeTimes;
  private readonly series: ScopedSeries;
  private readonly open = new Map<number, Window>();
  private readonly ofConversations: boolean;
  private readonly hasZero: boolean;
  /** Of windows that ended before `settledUntilMs`. */
  private settled: WindowTally = NO_WINDOWS;
  private settledUntilMs = 0;

  constructor(threshold: Threshold, share: number, times: ScopeTimes, series: readonly SeriesKey[]) {
    const { metric } = threshold;
    this.threshold = threshold;
    this.share = share;
    this.times = times;
    this.series = scopedSeries(threshold, series);
    this.ofConversations = isOfConversations(metric);
    this.hasZero = isCounter(metric) || metric === 'goodput';
  }

  append(series: number, atMs: number, lo: number, hi: number): void {
    const place = this.series.places[series]!;
    if (place < 0) return;
    const time = windowOf(this.times.measured, atMs);
    // What comes for a window that has been judged was held up by the generator, which makes the run invalid by itself.
    if (!time || time.toMs <= this.settledUntilMs) return;
    const window = this.open.get(time.fromMs) ?? { ...time, cells: new CellStore(this.series.keys) };
    this.open.set(time.fromMs, window);
    window.cells.append(place, lo, hi);
  }

  result(elapsedMs: number): ThresholdResult {
    if (isTrend(this.threshold.metric) && !this.ofConversations) this.settle(this.completeUntilMs(elapsedMs));
    const tally = this.tallyUntil(elapsedMs);
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
      ...(tally.interrupted && { interrupted: { count: tally.interrupted, decides: true } }),
    };
  }

  /**
   * Too many have missed it for good, even if all that is still planned should meet it. A count that is over its limit
   * stays there; everything else is sure only of windows that are complete.
   */
  isLost(elapsedMs: number): boolean {
    const untilMs = this.onlyGetsWorse() ? elapsedMs : this.completeUntilMs(elapsedMs);
    const { met, missed, undecided } = this.tallyUntil(untilMs);
    const planned = windowCount(this.times.measured);
    // Without a planned end there is nothing to wait for.
    const of = Number.isFinite(planned) ? planned : met + missed + undecided;
    return missed > (1 - this.share) * of + 1e-9;
  }

  private onlyGetsWorse(): boolean {
    return isCounter(this.threshold.metric) && this.threshold.operator.startsWith('<');
  }

  /** Nothing comes any more for windows that ended before. */
  private completeUntilMs(elapsedMs: number): number {
    return this.ofConversations ? 0 : elapsedMs - this.times.longestTurnMs - MARGIN_MS;
  }

  private settle(untilMs: number): void {
    this.settledUntilMs = Math.max(this.settledUntilMs, untilMs);
    for (const window of [...this.open.values()]) {
      if (window.toMs > this.settledUntilMs) continue;
      this.settled = this.count(this.settled, window);
      this.open.delete(window.fromMs);
    }
  }

  /** Of all windows that ended by `untilMs`, as they stand. */
  private tallyUntil(untilMs: number): WindowTally {
    let tally = this.settled;
    for (const window of this.windowsUntil(untilMs)) tally = this.count(tally, window);
    return tally;
  }

  private windowsUntil(untilMs: number): Window[] {
    const open = [...this.open.values()].filter(({ toMs }) => toMs <= untilMs);
    if (!this.hasZero || this.open.size === 0) return open;
    // A load that ends by its conversations has no silent windows behind the last of them.
    const lastMs = Math.max(...[...this.open.values()].map(({ toMs }) => toMs));
    const endless = !Number.isFinite(windowCount(this.times.measured));
    const silent = windowsOf(this.times.measured, endless ? Math.min(untilMs, lastMs) : untilMs)
      .filter(({ fromMs }) => !this.open.has(fromMs))
      .map((time) => ({ ...time, cells: new CellStore(this.series.keys) }));
    return [...open, ...silent];
  }

  private count(tally: WindowTally, { fromMs, cells }: Window): WindowTally {
    const { longestTurnMs } = this.times;
    const judged = evaluateThreshold(this.threshold, new Readings(cells.all()), WINDOW_MS, longestTurnMs);
    const result = judged.state === 'no-data' && this.hasZero ? zeroOf(this.threshold) : judged;
    switch (result.state) {
      case 'pass':
        return { ...tally, met: tally.met + 1 };
      case 'undecided':
        return {
          ...tally,
          undecided: tally.undecided + 1,
          interrupted: (tally.interrupted ?? 0) + (result.interrupted?.decides ? result.interrupted.count : 0),
        };
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

function isOfConversations(metric: Threshold['metric']): boolean {
  return metric.startsWith('conversation') || ['goodput', 'start_delay', 'starts_late'].includes(metric);
}

/** Nothing happened, which is a value. */
function zeroOf(threshold: Threshold): ThresholdResult {
  const state = testInterval({ lower: 0, upper: 0 }, threshold.operator, threshold.limit);
  const unit = unitOf(threshold);
  return { threshold, state, unit, actual: 0, lower: undefined, atLeast: undefined, samples: 0 };
}

function valueIn({ actual, atLeast, unit }: ThresholdResult): Omit<WorstWindow, 'fromMs'> {
  return { unit, ...(atLeast === undefined ? { value: actual! } : { value: atLeast, isAtLeast: true }) };
}

function worse(known: WorstWindow | undefined, other: WorstWindow, { threshold }: ThresholdResult): WorstWindow {
  if (!known) return other;
  if (known.value === other.value) return known;
  if (known.isAtLeast !== other.isAtLeast) return known.isAtLeast ? known : other;
  const higherIsWorse = threshold.operator.startsWith('<');
  return higherIsWorse === other.value > known.value ? other : known;
}
