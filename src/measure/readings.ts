import { CensoredTrend, type Censoring } from './censored-trend.ts';
import { HistogramSums } from './histogram/histogram-sums.ts';
import { type LabelFilter, matchesLabels } from './label-filter.ts';
import type { CounterName, TrendName } from './metrics.ts';
import type { Cell, CensoredCell, CounterCell, TrendCell } from './recorder/cell.ts';

/**
 * Everything measured so far, by metric and labels: sums over all matching series. Excluded times (warm-up, ramps) are only in
 * `everything`.
 */
export class Readings {
  private readonly trends: ReadonlyMap<string, TrendCell[]>;
  private readonly counters: ReadonlyMap<string, CounterCell[]>;
  private readonly censorings: ReadonlyMap<string, CensoredCell[]>;
  /** All cells, including excluded ones. */
  readonly cells: readonly Cell[];
  private readonly sums = new HistogramSums();

  constructor(cells: Iterable<Cell>) {
    this.cells = [...cells];
    const all = this.cells.filter(({ excluded }) => !excluded);
    this.trends = groupByMetric(all.filter((cell) => cell.kind === 'trend'));
    this.counters = groupByMetric(all.filter((cell) => cell.kind === 'counter'));
    this.censorings = groupByMetric(all.filter((cell) => cell.kind === 'censored'));
  }

  /** The readings including excluded times: for invariants, and for the costs of a run. */
  get everything(): Readings {
    if (!this.cells.some(({ excluded }) => excluded)) return this;
    return new Readings(this.cells.map((cell) => ({ ...cell, excluded: false })));
  }

  trend(metric: TrendName, where: LabelFilter = {}): CensoredTrend {
    const cells = select(this.trends.get(metric), where);
    const without = select(this.censorings.get(metric), where);
    const uppers = cells.map((cell) => cell.upper);
    const lowers = cells.map((cell) => cell.lower).filter((lower) => lower !== undefined);
    const bothBounds = lowers.length === cells.length;
    const elapsed = without.map((cell) => cell.elapsed).filter((histogram) => histogram !== undefined);
    return new CensoredTrend(
      this.sums.of(uppers),
      bothBounds ? this.sums.of(lowers) : undefined,
      sumByReason(without),
      elapsed.length === 0
        ? undefined
        : { elapsed: this.sums.of(elapsed)!, all: this.sums.of([...(bothBounds ? lowers : uppers), ...elapsed])! },
    );
  }

  counter(metric: CounterName, where: LabelFilter = {}): number {
    return select(this.counters.get(metric), where).reduce((sum, cell) => sum + cell.count, 0);
  }

  /** The counts by reason, without those that are 0; empty for counters without reasons. */
  reasons(metric: CounterName, where: LabelFilter = {}): Record<string, number> {
    const byReason: Record<string, number> = {};
    for (const { labels, count } of select(this.counters.get(metric), where))
      if (labels.reason !== undefined && count > 0) byReason[labels.reason] = (byReason[labels.reason] ?? 0) + count;
    return byReason;
  }
}

function sumByReason(cells: readonly CensoredCell[]): Map<string, Censoring> {
  const byReason = new Map<string, Censoring>();
  for (const { labels, count, shortestUs } of cells) {
    const reason = labels.reason ?? '';
    const known = byReason.get(reason) ?? { count: 0, shortestUs: Number.POSITIVE_INFINITY };
    byReason.set(reason, { count: known.count + count, shortestUs: Math.min(known.shortestUs, shortestUs) });
  }
  return byReason;
}

function groupByMetric<C extends Cell>(cells: readonly C[]): Map<string, C[]> {
  const groups = new Map<string, C[]>();
  for (const cell of cells) {
    const group = groups.get(cell.metric);
    if (group) group.push(cell);
    else groups.set(cell.metric, [cell]);
  }
  return groups;
}

function select<C extends Cell>(cells: readonly C[] | undefined, where: LabelFilter): C[] {
  return cells?.filter((cell) => matchesLabels(cell.labels, where)) ?? [];
}
