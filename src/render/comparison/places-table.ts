import type { ComparisonRow } from '../../report/comparison/comparison-schema.ts';

/** A metric at a place, with all quantiles of it that were compared. */
export interface PlaceLine {
  readonly place: string;
  readonly conversation: string | undefined;
  readonly metric: string;
  /** By statistic. */
  readonly rows: ReadonlyMap<string, ComparisonRow>;
}

/** Rows of trends, one line for each metric at each place, in their order; none where no row has enough data. */
export function placeLines(rows: readonly ComparisonRow[]): PlaceLine[] {
  const lines = new Map<string, PlaceLine & { readonly rows: Map<string, ComparisonRow> }>();
  for (const row of rows) {
    if (row.unit !== 'ms') continue;
    const key = JSON.stringify([row.target, row.conversation, row.step, row.metric]);
    const line = lines.get(key) ?? {
      place: [row.target, row.step ?? row.conversation].filter((part) => part !== undefined).join(': ') || 'all steps',
      conversation: row.step === undefined ? undefined : row.conversation,
      metric: row.metric,
      rows: new Map<string, ComparisonRow>(),
    };
    line.rows.set(row.statistic, row);
    lines.set(key, line);
  }
  return rows.some(({ unit, difference }) => unit === 'ms' && difference) ? [...lines.values()] : [];
}

/** How a row came out, in one character: what is read first in a table of many. */
export const MARKS: Readonly<Record<ComparisonRow['outcome'], string>> = {
  slower: '▲',
  worse: '▲',
  faster: '▼',
  better: '▼',
  equivalent: '=',
  inconclusive: '?',
  'not-enough-data': '–',
};

export const MARKS_LEGEND = '▲ slower or worse, ▼ faster or better, = equivalent, ? inconclusive, – not enough data';
