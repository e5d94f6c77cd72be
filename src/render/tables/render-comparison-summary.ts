import type { Report } from '../../report/report.ts';
import { SUMMARY_HEAD, SUMMARY_TITLE, summaryCells, summaryFacts } from '../comparison/comparison-summary.ts';
import type { Paint } from '../paint.ts';
import { plainTable } from '../plain-table.ts';

const VALUE_WIDTHS = [10, 10, 10];

/** The comparison with the baseline; empty if there is none. */
export function renderComparisonSummary({ comparison }: Report, width: number, paint: Paint): string {
  if (!comparison) return '';
  const facts = summaryFacts(comparison).map(([label, text]) => [paint('dim', label), text]);
  const rows = comparison.rows.map((row) => [...summaryCells(row)]);
  const spare = width - VALUE_WIDTHS.reduce((sum, each) => sum + each, 0);
  const label = Math.min(spare - 24, Math.max(20, ...rows.map(([name = '']) => name.length + 2)));
  const table = plainTable(rows.length === 0 ? [] : [SUMMARY_HEAD.map((text) => paint('dim', text)), ...rows], {
    widths: [label, ...VALUE_WIDTHS, spare - label],
    aligns: ['left', 'right', 'right', 'right', 'left'],
    wrap: true,
  });
  return [
    paint('bold', SUMMARY_TITLE.toLowerCase()),
    plainTable(facts, { widths: [11, width - 11], wrap: true }),
    ...(table === '' ? [] : [table]),
  ].join('\n');
}
