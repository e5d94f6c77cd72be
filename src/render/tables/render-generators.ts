import type { Report } from '../../report/report.ts';
import { GENERATOR_LEGEND, generatorTable, worstGenerators } from '../generator-rows.ts';
import type { Paint } from '../paint.ts';
import { paragraph, plainTable } from '../plain-table.ts';

interface Layout {
  readonly shard: number;
  readonly numbers: readonly number[];
  /** Shorter headings. */
  readonly short: Readonly<Record<string, string>>;
  readonly legend: string;
}

const WIDE: Layout = { shard: 9, numbers: [7, 13, 11, 8, 7, 13], short: {}, legend: GENERATOR_LEGEND };
/** With a column more, in the same 80 columns. */
const NARROW: Layout = {
  shard: 7,
  numbers: [6, 8, 11, 8, 7, 6],
  short: { 'load threads': 'threads', 'lost samples': 'lost' },
  legend: GENERATOR_LEGEND.replace(/\.$/, '; lost: lost samples.'),
};

/** The load generators of a run in shards; empty for a run on one machine. */
export function renderGenerators(report: Report, width: number, paint: Paint): string {
  const { head, names, rows } = generatorTable(report);
  if (rows.length === 0) return '';
  const { shard, numbers, short, legend } = names > 2 ? NARROW : WIDE;
  const left = width - 1 - shard - numbers.reduce((sum, each) => sum + each);
  const others = Array.from({ length: names - 1 }, () => Math.floor(left / (names - 1)));
  const table = plainTable([head.map((text) => paint('dim', short[text] ?? text)), ...rows], {
    widths: [shard, ...others, ...numbers],
    aligns: head.map((_, index) => (index < names ? 'left' : 'right')),
  });
  const below = [paragraph(worstGenerators(report) ?? '', width), paint('dim', paragraph(legend, width))];
  return [paint('bold', 'load generators'), table, ...below].join('\n');
}
