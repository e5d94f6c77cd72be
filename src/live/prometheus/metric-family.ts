import type { Cell } from '../../measure/recorder/cell.ts';

export type MetricLabels = Readonly<Record<string, string | number>>;

/** One line of a scrape. */
export interface MetricValue {
  readonly labels: MetricLabels;
  readonly value: number;
  /** Where it is not that of the family: `…_bucket`, `…_sum`, `…_count`. */
  readonly metricName?: string;
}

/** All that a scrape tells under one name. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly values: readonly MetricValue[];
}

/** Of everything palaver exposes. */
export const PREFIX = 'palaver';

/**
 * The labels of a series as in the report. What the load leaves out of its numbers (warm-up, ramps) is told, too, and
 * marked: without `left_out` is what the report counts.
 */
export function labelsOf({ labels, leftOut }: Pick<Cell, 'labels' | 'leftOut'>): MetricLabels {
  return leftOut ? { ...labels, left_out: 'true' } : { ...labels };
}
