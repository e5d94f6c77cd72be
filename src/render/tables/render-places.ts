import type { Report } from '../../report/report.ts';
import type { Paint } from '../paint.ts';
import { paragraph, plainTable } from '../plain-table.ts';
import { PLACE_LEGEND, placeTable } from './place-table.ts';

const NUMBER_WIDTHS = [8, 8, 10, 10, 10, 10];

/** The latency of each target from each place; empty for a run at one place. */
export function renderPlaces(report: Report, width: number, paint: Paint): string {
  const table = placeTable(report);
  if (!table) return '';
  const left = width - NUMBER_WIDTHS.reduce((sum, each) => sum + each);
  const name = Math.floor(left / table.names);
  const names = Array.from({ length: table.names }, () => name);
  const text = plainTable([table.head.map((cell) => paint('dim', cell)), ...table.rows.map((row) => [...row])], {
    widths: [...names, ...NUMBER_WIDTHS],
    aligns: [...names.map(() => 'left' as const), ...NUMBER_WIDTHS.map(() => 'right' as const)],
  });
  return [paint('bold', table.title), text, paint('dim', paragraph(PLACE_LEGEND, width))].join('\n');
}
