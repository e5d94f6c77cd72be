import type { SampleSink } from '../../src/measure/sample.ts';
import type { SeriesTable } from '../../src/measure/series.ts';

export interface ListedSample {
  readonly series: number;
  readonly atMs: number;
  readonly lo: number;
  readonly hi: number;
}

/** Keeps every sample as it was appended. */
export class ListSink implements SampleSink {
  readonly samples: ListedSample[] = [];

  append(series: number, atMs: number, lo: number, hi: number): void {
    this.samples.push({ series, atMs, lo, hi });
  }

  /** The samples of one metric, as `kind[reason] @atMs lo..hi`. */
  of(table: SeriesTable, metric: string): string[] {
    return this.samples.flatMap(({ series, atMs, lo, hi }) => {
      const key = table.keys[series]!;
      if (key.metric !== metric) return [];
      const { reason, of: view, position } = key.labels;
      const label = reason ?? view ?? position;
      return [`${key.kind}${label === undefined ? '' : `[${label}]`} @${atMs} ${lo}..${hi}`];
    });
  }

  /** The total of a counter, over all its reasons. */
  count(table: SeriesTable, metric: string): number {
    return this.samples
      .filter(({ series }) => table.keys[series]!.metric === metric && table.keys[series]!.kind === 'counter')
      .reduce((sum, { lo }) => sum + lo, 0);
  }
}
