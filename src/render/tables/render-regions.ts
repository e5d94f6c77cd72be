import type { Report } from '../../report/report.ts';
import type { Paint } from '../paint.ts';
import { paragraph, plainTable } from '../plain-table.ts';
import { describeBasis, PATH_LEGEND, pathTable, regionLines, regionReasons, rowName } from '../region-lines.ts';

const CELL = 12;

/** The ranking of the targets, and their time by phase; empty for a single one. */
export function renderRegions({ regions }: Report, width: number, paint: Paint): string {
  if (!regions) return '';
  const ranking = regions.ranking.flatMap((row) =>
    regionLines(row).map(({ target, value, against, outcome, isWorse }, index) => [
      index === 0 ? rowName(row) : '',
      target,
      value,
      against,
      paint(isWorse ? 'red' : outcome === 'best' ? 'green' : 'dim', outcome),
    ]),
  );
  const { head, rows } = pathTable(regions);
  const label = width - 2 - head.length * Math.min(CELL, Math.floor((width - 14) / head.length));
  const cell = Math.floor((width - label) / head.length);
  const path = plainTable([['', ...head].map((text) => paint('dim', text)), ...rows], {
    widths: [label, ...head.map(() => cell)],
    aligns: ['left', ...head.map(() => 'right' as const)],
  });
  return [
    paint('bold', 'targets, best first'),
    plainTable(ranking, {
      widths: [24, 9, 9, 25, 13],
      aligns: ['left', 'left', 'right', 'right', 'left'],
      wrap: true,
    }),
    ...[describeBasis(regions), ...regionReasons(regions)].map((line) => paint('dim', paragraph(line, width))),
    '',
    paint('bold', 'time by phase (p50)'),
    path,
    paint('dim', paragraph(PATH_LEGEND, width)),
  ].join('\n');
}
