import type { Cell } from '../../measure/recorder/cell.ts';

export type MetricLabels = Readonly<Record<string, string | number>>;

/** One line of a scrape. */
export interface MetricValue {
  readonly labels: MetricLabels;
  readonly value: number;
  /** If it differs from that of the family: `…_bucket`, `…_sum`, `…_count`. */
  readonly metricName?: string;
}

/** All samples of a scrape with one name. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly values: readonly MetricValue[];
}

/** The families with the label `place`; undefined: as they are. */
export function familiesAt(families: readonly MetricFamily[], place: string | undefined): readonly MetricFamily[] {
  if (place === undefined) return families;
  return families.map((family) => ({
    ...family,
    values: family.values.map((value) => ({ ...value, labels: { ...value.labels, place } })),
  }));
}

/** Prefix of all names. */
export const PREFIX = 'palaver';

/**
 * The labels of a series as in the report. Unmeasured time (warm-up, ramps) is exposed, too, with the label `excluded`;
 * series without it are those of the report.
 */
export function labelsOf({ labels, excluded }: Pick<Cell, 'labels' | 'excluded'>): MetricLabels {
  return excluded ? { ...labels, excluded: 'true' } : { ...labels };
}
