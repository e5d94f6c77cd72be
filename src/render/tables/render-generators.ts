import type { Report } from '../../report/report.ts';
import { GENERATOR_HEAD, GENERATOR_LEGEND, generatorRows, worstGenerators } from '../generator-rows.ts';
import type { Paint } from '../paint.ts';
import { paragraph, plainTable } from '../plain-table.ts';

/** The load generators of a run in shards; empty for a run on one machine. */
export function renderGenerators(report: Report, width: number, paint: Paint): string {
  const rows = generatorRows(report);
  if (rows.length === 0) return '';
  const table = plainTable([GENERATOR_HEAD.map((text) => paint('dim', text)), ...rows], {
    widths: [9, width - 69, 7, 13, 11, 8, 7, 13],
    aligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right'],
  });
  const legend = paint('dim', paragraph(GENERATOR_LEGEND, width));
  return [paint('bold', 'load generators'), table, paragraph(worstGenerators(report) ?? '', width), legend].join('\n');
}
