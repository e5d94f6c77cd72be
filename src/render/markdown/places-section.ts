import type { Report } from '../../report/report.ts';
import { PLACE_LEGEND, placeTable } from '../tables/place-table.ts';
import { markdownText } from './inline.ts';
import { markdownTable } from './markdown-table.ts';

/** The latency of each target from each place; empty for a run at one place. */
export function markdownPlaces(report: Report, most: number): string {
  const table = placeTable(report);
  if (!table) return '';
  const columns = table.head.map((heading, index) => ({
    heading,
    align: index < table.names ? ('left' as const) : ('right' as const),
  }));
  const rows = table.rows.map((cells) => cells.map(markdownText));
  return [markdownTable(columns, rows, most), markdownText(PLACE_LEGEND)].join('\n\n');
}
