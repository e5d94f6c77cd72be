import type { Report } from '../../report/report.ts';
import { describeBasis, PATH_LEGEND, pathTable, regionLines, regionReasons, rowName } from '../region-lines.ts';
import { code, markdownText } from './inline.ts';
import { markdownList, markdownTable } from './markdown-table.ts';

/** The ranking of the targets, and their time by phase; empty for a single one. */
export function markdownRegions({ regions }: Report, most: number): string {
  if (!regions) return '';
  const rows = regions.ranking.flatMap((row) =>
    regionLines(row).map(({ target, value, against, outcome }, index) => [
      index === 0 ? code(rowName(row)) : '',
      markdownText(target),
      ...[value, against, outcome].map(markdownText),
    ]),
  );
  const reasons = regionReasons(regions).map(markdownText);
  const { head, rows: path } = pathTable(regions);
  const left = (heading: string) => ({ heading, align: 'left' as const });
  const right = (heading: string) => ({ heading, align: 'right' as const });
  return [
    markdownTable([left(''), left('target'), right('value'), right('difference from the best'), left('')], rows, most),
    markdownText(describeBasis(regions)),
    ...(reasons.length === 0 ? [] : [markdownList(reasons, most)]),
    markdownTable(
      [left('p50'), ...head.map(right)],
      path.map((cells) => cells.map(markdownText)),
      most,
    ),
    markdownText(PATH_LEGEND),
  ].join('\n\n');
}
