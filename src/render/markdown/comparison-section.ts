import type { Report } from '../../report/report.ts';
import { SUMMARY_HEAD, summaryCells, summaryFacts } from '../comparison/comparison-summary.ts';
import { markdownText } from './inline.ts';
import { markdownTable } from './markdown-table.ts';

/** The comparison with the baseline; empty if there is none. */
export function markdownComparison({ comparison }: Report, most: number): string {
  if (!comparison) return '';
  const columns = SUMMARY_HEAD.map((heading, index) => ({
    heading,
    align: index === 0 || index === SUMMARY_HEAD.length - 1 ? ('left' as const) : ('right' as const),
  }));
  const facts = summaryFacts(comparison)
    .slice(0, most)
    .map(([label, text]) => `${label}: ${markdownText(text)}`);
  const table = markdownTable(
    columns,
    comparison.rows.map((row) => summaryCells(row).map(markdownText)),
    most,
  );
  return [facts.join('<br>\n'), ...(table === '' ? [] : [table])].join('\n\n');
}
