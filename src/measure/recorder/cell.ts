import type { LatencyHistogram } from '../histogram/histogram.ts';
import type { CounterName, TrendName } from '../metrics.ts';
import type { Labels } from '../series.ts';

/** What has been measured of one series so far. */
export type Cell = TrendCell | CounterCell | CensoredCell;

interface Phased {
  /** From a time that is not measured (warm-up, ramps); such cells are used only for the invariants and the costs. */
  readonly leftOut?: boolean | undefined;
}

export interface TrendCell extends Phased {
  readonly kind: 'trend';
  readonly metric: TrendName;
  readonly labels: Labels;
  /** The upper bound. */
  readonly upper: LatencyHistogram;
  /** The lower bound, where it is kept. */
  readonly lower: LatencyHistogram | undefined;
}

export interface CounterCell extends Phased {
  readonly kind: 'counter';
  readonly metric: CounterName;
  readonly labels: Labels;
  count: number;
}

export interface CensoredCell extends Phased {
  readonly kind: 'censored';
  readonly metric: TrendName;
  /** With `reason`. */
  readonly labels: Labels;
  count: number;
  /** The shortest time waited in vain. */
  shortestUs: number;
  /** For the reason `interrupted`: how long each had lasted when it was stopped. */
  readonly elapsed: LatencyHistogram | undefined;
}
