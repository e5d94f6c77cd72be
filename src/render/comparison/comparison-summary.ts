import type { ComparisonSummary } from '../../report/comparison/comparison-summary-schema.ts';
import { formatDifference, formatRowValue, nameRow, whyOf } from '../../report/comparison/describe-row.ts';
import { MARKS } from './parts-table.ts';

type Row = ComparisonSummary['rows'][number];

/** The heading of the comparison with the baseline in all outputs. */
export const SUMMARY_TITLE = 'Comparison with the baseline';
export const SUMMARY_HEAD = ['', 'baseline', 'this run', 'change', 'outcome'] as const;

/** One line for each gating metric, in the columns of `SUMMARY_HEAD`. */
export function summaryCells(row: Row): readonly [string, string, string, string, string] {
  return [
    nameRow(row),
    formatRowValue(row, row.base, row.baseAtLeast),
    formatRowValue(row, row.candidate, row.candidateAtLeast),
    row.difference ? formatDifference(row, row.difference.estimate) : '–',
    outcomeOf(row),
  ];
}

/** `▲ slower`, `= equivalent (within 10 ms)`, `– not enough data (…)` */
function outcomeOf(row: Row): string {
  const why = whyOf(row);
  return `${MARKS[row.outcome]} ${row.outcome.replaceAll('-', ' ')}${why === '' ? '' : ` (${why})`}`;
}

/** The baseline and why it was chosen, the method, and other differences: label and text. */
export function summaryFacts({
  baseline,
  evidence,
  omitted,
  warnings,
}: ComparisonSummary): (readonly [string, string])[] {
  if (!baseline) return [['baseline', evidence]];
  const { id, name, startedAt, commit, chosen } = baseline;
  const parts = [name, startedAt, `run ${id}`, ...(commit === undefined ? [] : [`commit ${commit}`])];
  return [
    ['baseline', `${parts.join(', ')}: ${chosen}`],
    ['method', evidence],
    ...warnings.map((warning) => ['note', warning] as const),
    ...(omitted === undefined ? [] : [['not listed', `${omitted} more gating metrics: see comparison.json`] as const]),
  ];
}
