import type { LatencyHistogram } from '../histogram/histogram.ts';
import type { CounterName, TrendName } from '../metrics.ts';
import type { Labels } from '../series.ts';

/** Everything measured of one series so far. */
export type Cell = TrendCell | CounterCell | CensoredCell;

interface CellBase {
  /** Of times that are not measured (warm-up, ramps); such cells are only used for invariants and costs. */
  readonly excluded?: boolean | undefined;
}

export interface TrendCell extends CellBase {
  readonly kind: 'trend';
  readonly metric: TrendName;
  readonly labels: Labels;
  /** The upper bound. */
  readonly upper: LatencyHistogram;
  /** The lower bound, if recorded. */
  readonly lower: LatencyHistogram | undefined;
}

export interface CounterCell extends CellBase {
  readonly kind: 'counter';
  readonly metric: CounterName;
  readonly labels: Labels;
  count: number;
}

export interface CensoredCell extends CellBase {
  readonly kind: 'censored';
  readonly metric: TrendName;
  /** With `reason`. */
  readonly labels: Labels;
  count: number;
  /** The shortest waiting time. */
  shortestUs: number;
  /** For the reason `interrupted`: elapsed time of each when it was stopped. */
  readonly elapsed: LatencyHistogram | undefined;
}
