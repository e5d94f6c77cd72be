import { countedBy } from '../../measure/counted-by.ts';
import type { ComparisonRow } from '../../report/comparison/comparison-schema.ts';

/** A metric of a part, with all its compared quantiles. */
export interface PartLine {
  /** Place, target and conversation, as far as they are named. */
  readonly within: string;
  readonly part: string;
  readonly metric: string;
  /** Rows by statistic. */
  readonly rows: ReadonlyMap<string, ComparisonRow>;
}

/** Whether the table of steps has the row; all others are shown with their values. Steps have no connections of their own. */
export function isOfSteps({ metric, unit }: Pick<ComparisonRow, 'metric' | 'unit'>): boolean {
  return unit === 'ms' && countedBy(metric) !== 'connections';
}

/** Rows of trends, one line per metric and part, in their order; empty if no row has enough data. */
export function partLines(rows: readonly ComparisonRow[]): PartLine[] {
  const lines = new Map<string, PartLine & { readonly rows: Map<string, ComparisonRow> }>();
  // Gating rows come first in a comparison; here they are sorted in with the others.
  const inOrder = [...rows.filter(({ gating }) => !gating), ...rows.filter(({ gating }) => gating)];
  for (const row of inOrder) {
    if (!isOfSteps(row)) continue;
    const key = JSON.stringify([row.place, row.target, row.conversation, row.step, row.metric]);
    const line = lines.get(key) ?? {
      within: [placeOf(row), row.target, row.conversation].filter((label) => label !== undefined).join(': '),
      part: row.step ?? 'all steps',
      metric: row.metric,
      rows: new Map<string, ComparisonRow>(),
    };
    line.rows.set(row.statistic, row);
    lines.set(key, line);
  }
  return rows.some((row) => isOfSteps(row) && row.difference) ? [...lines.values()] : [];
}

function placeOf({ place }: ComparisonRow): string | undefined {
  return place === undefined ? undefined : `from ${place}`;
}

/** One-character marks of the outcomes. */
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
