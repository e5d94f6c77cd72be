import type { Report } from '../../report/report.ts';
import { GENERATOR_LEGEND, generatorTable, worstGenerators } from '../generator-rows.ts';
import type { Paint } from '../paint.ts';
import { paragraph, plainTable } from '../plain-table.ts';

const SHARD_WIDTH = 9;
const NUMBER_WIDTHS = [7, 13, 11, 8, 7, 13];

/** The load generators of a run in shards; empty for a run on one machine. */
export function renderGenerators(report: Report, width: number, paint: Paint): string {
  const { head, names, rows } = generatorTable(report);
  if (rows.length === 0) return '';
  const left = width - 1 - SHARD_WIDTH - NUMBER_WIDTHS.reduce((sum, each) => sum + each);
  const others = Array.from({ length: names - 1 }, () => Math.floor(left / (names - 1)));
  const table = plainTable([head.map((text) => paint('dim', text)), ...rows], {
    widths: [SHARD_WIDTH, ...others, ...NUMBER_WIDTHS],
    aligns: [...head.map((_, index) => (index < names ? ('left' as const) : ('right' as const)))],
  });
  const legend = paint('dim', paragraph(GENERATOR_LEGEND, width));
  return [paint('bold', 'load generators'), table, paragraph(worstGenerators(report) ?? '', width), legend].join('\n');
}
