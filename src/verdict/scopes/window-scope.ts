import { Readings } from '../../measure/readings.ts';
import type { SeriesKey } from '../../measure/series.ts';
import type { TimeRange } from '../../platform/time/time-range.ts';
import { evaluateThreshold } from '../evaluate.ts';
import { isCounter, isTrend, unitOf } from '../metric-kind.ts';
import { type ScopeTimes, WINDOW_MS, windowCount, windowOf, windowsOf } from '../scope-times.ts';
import type { Threshold } from '../threshold.ts';
import type { ThresholdResult, ThresholdState, WindowTally, WorstWindow } from '../threshold-result.ts';
import { testInterval } from './interval-test.ts';
import { type ScopedSeries, scopedSeries } from './scoped-series.ts';
import type { PackedRange, ScopedThreshold } from './scoped-threshold.ts';
import { WindowCells } from './window-cells.ts';

/** A busy thread may deliver a sample later than the maximum duration of its turn. */
const MARGIN_MS = 10_000;

const NO_WINDOWS: WindowTally = { met: 0, missed: 0, inconclusive: 0, tooFew: 0 };

/**
 * A threshold on a share of the 10 s windows of the measured time; rates are per second of a window. A sample belongs to the
 * window of its intended instant. Not counted: a last window of less than 10 s, and windows without data or with too few turns
 * for the quantile. For counts and goodput, an empty window counts as 0 after the first conversation of the run has started. A
 * window whose measurement bounds include the limit counts neither as met nor as missed; if such windows could change the
 * result, the threshold is inconclusive.
 *
 *     metrics of turns           a window is complete after the maximum duration of a turn; its histogram is judged then,
 *                                and only the result is kept
 *     metrics of conversations   counted at their due time, with unknown duration: complete at the end of the run
 */
export class WindowScope implements ScopedThreshold {
  readonly threshold: Threshold;
  private readonly share: number;
  private readonly times: ScopeTimes;
  private readonly series: ScopedSeries;
  private readonly open = new Map<number, WindowCells>();
  private readonly ofConversations: boolean;
  private readonly hasZero: boolean;
  /** Results of windows that ended before `settledUntilMs`. */
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
    const index = this.series.indexes[series]!;
    if (index < 0) return;
    const time = windowOf(this.times.measured, atMs);
    // A sample this late was delayed by the load generator, which makes the run invalid by itself.
    if (!time || time.toMs <= this.settledUntilMs) return;
    this.windowAt(time).cells.append(index, lo, hi);
  }

  private windowAt(time: TimeRange): WindowCells {
    const window = this.open.get(time.fromMs) ?? new WindowCells(time, this.series.keys);
    this.open.set(time.fromMs, window);
    return window;
  }

  /** Of a shard, which does not judge its windows: all of them. */
  ranges(elapsedMs: number): readonly PackedRange[] {
    const windows = [...this.open.values()];
    for (const window of windows) if (window.toMs <= this.quietUntilMs(elapsedMs)) window.close();
    return windows.map((window) => ({ fromMs: window.fromMs, ...window.encode() }));
  }

  add({ fromMs, ...cells }: PackedRange): void {
    this.windowAt({ fromMs, toMs: fromMs + WINDOW_MS }).cells.addPacked(cells);
  }

  result(elapsedMs: number): ThresholdResult {
    if (isTrend(this.threshold.metric) && !this.ofConversations) this.settle(this.completeUntilMs(elapsedMs));
    const tally = this.tallyUntil(elapsedMs);
    const { met, missed, inconclusive, tooFew } = tally;
    const samples = met + missed + inconclusive;
    const [lower, upper] = [met / samples, (met + inconclusive) / samples];
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
      ...(tally.interrupted && { interrupted: { count: tally.interrupted, decisive: true } }),
    };
  }

  /**
   * Whether too many windows have missed the limit, even if all further ones meet it. A count over its limit stays over it;
   * other results are final only for complete windows.
   */
  isLost(elapsedMs: number): boolean {
    const untilMs = this.onlyGetsWorse() ? elapsedMs : this.completeUntilMs(elapsedMs);
    const { met, missed, inconclusive } = this.tallyUntil(untilMs);
    const planned = windowCount(this.times.measured);
    // Without a planned end the number of windows is unknown.
    const of = Number.isFinite(planned) ? planned : met + missed + inconclusive;
    return missed > (1 - this.share) * of + 1e-9;
  }

  private onlyGetsWorse(): boolean {
    return isCounter(this.threshold.metric) && this.threshold.operator.startsWith('<');
  }

  /** Windows that ended before this get no more samples. */
  private completeUntilMs(elapsedMs: number): number {
    return this.ofConversations ? 0 : this.quietUntilMs(elapsedMs);
  }

  /** Windows that ended before this get no more samples of turns. */
  private quietUntilMs(elapsedMs: number): number {
    return elapsedMs - this.times.longestTurnMs - MARGIN_MS;
  }

  private settle(untilMs: number): void {
    this.settledUntilMs = Math.max(this.settledUntilMs, untilMs);
    for (const window of this.inOrder()) {
      if (window.toMs > this.settledUntilMs) continue;
      this.settled = this.count(this.settled, window);
      this.open.delete(window.fromMs);
    }
  }

  /** Results of all windows that ended by `untilMs`, from the samples so far. */
  private tallyUntil(untilMs: number): WindowTally {
    let tally = this.settled;
    for (const window of this.windowsUntil(untilMs)) tally = this.count(tally, window);
    return tally;
  }

  /** Of equally bad windows the first is reported, in whatever order samples arrive. */
  private inOrder(): WindowCells[] {
    return [...this.open.values()].sort((left, right) => left.fromMs - right.fromMs);
  }

  private windowsUntil(untilMs: number): WindowCells[] {
    const open = this.inOrder().filter(({ toMs }) => toMs <= untilMs);
    if (!this.hasZero || this.open.size === 0) return open;
    // A load that ends by its number of conversations has no empty windows after the last one with samples.
    const lastMs = Math.max(...[...this.open.values()].map(({ toMs }) => toMs));
    const endless = !Number.isFinite(windowCount(this.times.measured));
    const silent = windowsOf(this.times.measured, endless ? Math.min(untilMs, lastMs) : untilMs)
      .filter(({ fromMs }) => !this.open.has(fromMs))
      .map((time) => new WindowCells(time, this.series.keys));
    return [...open, ...silent];
  }

  private count(tally: WindowTally, { fromMs, cells }: WindowCells): WindowTally {
    const { longestTurnMs } = this.times;
    const judged = evaluateThreshold(this.threshold, new Readings(cells.all()), WINDOW_MS, longestTurnMs);
    const result = judged.state === 'no-data' && this.hasZero ? zeroOf(this.threshold) : judged;
    switch (result.state) {
      case 'pass':
        return { ...tally, met: tally.met + 1 };
      case 'inconclusive':
        return {
          ...tally,
          inconclusive: tally.inconclusive + 1,
          interrupted: (tally.interrupted ?? 0) + (result.interrupted?.decisive ? result.interrupted.count : 0),
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

/** A window without events has a value: 0. */
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
