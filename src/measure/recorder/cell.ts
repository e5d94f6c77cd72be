import type { LatencyHistogram } from '../histogram/histogram.ts';
import type { CounterName, TrendName } from '../metrics.ts';
import type { Labels } from '../series.ts';

/** What has been measured of one series so far. */
export type Cell = TrendCell | CounterCell | CensoredCell;

interface Phased {
  /** Of a time that the load leaves out of its numbers (warm-up, ramps); such cells only serve the laws and the costs. */
  readonly leftOut?: boolean | undefined;
}

export interface TrendCell extends Phased {
  readonly kind: 'trend';
  readonly metric: TrendName;
  readonly labels: Labels;
  /** The edge that cannot understate. */
  readonly upper: LatencyHistogram;
  /** The edge that cannot overstate, where it is kept. */
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
  /** Of reason `interrupted`: how long each had lasted when it was stopped. */
  readonly elapsed: LatencyHistogram | undefined;
}
