import { Readings } from '../../measure/readings.ts';
import { CellStore } from '../../measure/recorder/cell-store.ts';
import type { SampleSink } from '../../measure/sample.ts';
import type { SeriesKey } from '../../measure/series.ts';
import { groupThousands } from '../../platform/group-thousands.ts';
import { describeActual, formatValue } from '../describe-result.ts';
import { evaluateThreshold } from '../evaluate.ts';
import { unitOf } from '../metric-kind.ts';
import { testInterval } from '../scopes/interval-test.ts';
import { scopedSeries } from '../scopes/scoped-series.ts';
import { SlidingWindow } from './sliding-window.ts';
import { type StopOnRule, shareRole } from './stop-on-rule.ts';

/**
 * Evaluates one rule over the last `forMs`, after the run has lasted that long. The time of a sample is when it was received,
 * not when its turn was due: a turn that times out is only known then.
 */
export interface StopOnWindow extends SampleSink {
  /** The value of the metric as text, if the window that ends now meets the rule; else undefined. */
  violation(nowMs: number): string | undefined;
}

/** `keys`: all series of the run, by number. `nowMs`: time since the start of the run. */
export function stopOnWindow(rule: StopOnRule, keys: readonly SeriesKey[], nowMs: () => number): StopOnWindow {
  return rule.isShare ? new ShareWindow(rule, keys, nowMs) : new ValueWindow(rule, keys, nowMs);
}

class ShareWindow implements StopOnWindow {
  private readonly rule: StopOnRule;
  private readonly roles: readonly { part: boolean; whole: boolean; each: boolean }[];
  private readonly nowMs: () => number;
  private readonly counts: SlidingWindow<{ part: number; whole: number }>;

  constructor(rule: StopOnRule, keys: readonly SeriesKey[], nowMs: () => number) {
    this.rule = rule;
    this.nowMs = nowMs;
    this.roles = keys.map((key) => ({ ...shareRole(rule, key), each: key.kind === 'trend' }));
    this.counts = new SlidingWindow(rule.forMs, () => ({ part: 0, whole: 0 }));
  }

  append(series: number, _atMs: number, lo: number): void {
    const { part, whole, each } = this.roles[series]!;
    if (!part && !whole) return;
    const counts = this.counts.at(this.nowMs());
    const more = each ? 1 : lo;
    if (part) counts.part += more;
    if (whole) counts.whole += more;
  }

  violation(nowMs: number): string | undefined {
    if (nowMs < this.rule.forMs) return undefined;
    const counts = this.counts.until(nowMs);
    const part = counts.reduce((sum, count) => sum + count.part, 0);
    const whole = counts.reduce((sum, count) => sum + count.whole, 0);
    const share = part / whole;
    const { operator, limit } = this.rule.condition;
    if (whole === 0 || testInterval({ lower: share, upper: share }, operator, limit) !== 'pass') return undefined;
    return `${formatValue(share, 'share')}, ${groupThousands(part)} of ${groupThousands(whole)}`;
  }
}

class ValueWindow implements StopOnWindow {
  private readonly rule: StopOnRule;
  private readonly nowMs: () => number;
  private readonly indexes: Int32Array;
  private readonly cells: SlidingWindow<CellStore>;

  constructor(rule: StopOnRule, keys: readonly SeriesKey[], nowMs: () => number) {
    const read = scopedSeries(rule.condition, keys);
    const begun = read.keys.findIndex(({ metric }) => metric === 'conversations_started');
    this.rule = rule;
    this.nowMs = nowMs;
    this.indexes = read.indexes;
    this.cells = new SlidingWindow(rule.forMs, () => {
      const cells = new CellStore(read.keys);
      // Goodput needs a started conversation; during a run, it started before the window.
      if (rule.condition.metric === 'goodput') cells.append(begun, 1, 0);
      return cells;
    });
  }

  append(series: number, _atMs: number, lo: number, hi: number): void {
    const index = this.indexes[series]!;
    if (index >= 0) this.cells.at(this.nowMs()).append(index, lo, hi);
  }

  violation(nowMs: number): string | undefined {
    const { condition, forMs } = this.rule;
    if (nowMs < forMs) return undefined;
    this.cells.at(nowMs);
    const readings = new Readings(this.cells.until(nowMs).flatMap((cells) => cells.all()));
    const result = evaluateThreshold(condition, readings, forMs);
    // Without samples, a count is 0.
    const nothing = result.state === 'no-data' && unitOf(condition) === 'count';
    if (!nothing) return result.state === 'pass' ? describeActual(result) : undefined;
    return testInterval({ lower: 0, upper: 0 }, condition.operator, condition.limit) === 'pass' ? '0' : undefined;
  }
}
