import type { Report } from '../../report/report.ts';
import { GENERATOR_HEAD, GENERATOR_LEGEND, generatorRows, worstGenerators } from '../generator-rows.ts';
import { markdownText } from './inline.ts';
import { markdownTable } from './markdown-table.ts';

/** The load generators of a run in shards; empty for a run on one machine. */
export function markdownGenerators(report: Report, most: number): string {
  const rows = generatorRows(report).map((cells) => cells.map(markdownText));
  if (rows.length === 0) return '';
  const columns = GENERATOR_HEAD.map((heading, place) => ({
    heading,
    align: place < 2 ? ('left' as const) : ('right' as const),
  }));
  return [
    markdownTable(columns, rows, most),
    markdownText(worstGenerators(report) ?? ''),
    markdownText(GENERATOR_LEGEND),
  ].join('\n\n');
}
