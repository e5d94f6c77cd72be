import type { Report } from '../../report/report.ts';
import { GENERATOR_LEGEND, generatorTable, worstGenerators } from '../generator-rows.ts';
import { markdownText } from './inline.ts';
import { markdownTable } from './markdown-table.ts';

/** The load generators of a run in shards; empty for a run on one machine. */
export function markdownGenerators(report: Report, most: number): string {
  const { head, names, rows: cells } = generatorTable(report);
  const rows = cells.map((row) => row.map(markdownText));
  if (rows.length === 0) return '';
  const columns = head.map((heading, index) => ({
    heading,
    align: index < names ? ('left' as const) : ('right' as const),
  }));
  return [
    markdownTable(columns, rows, most),
    markdownText(worstGenerators(report) ?? ''),
    markdownText(GENERATOR_LEGEND),
  ].join('\n\n');
}
