import { groupThousands } from '../../platform/group-thousands.ts';
import type { Report, ReportGroup } from '../../report/report.ts';
import { formatQuantile } from '../tables/format-trend.ts';
import { legendsOf } from '../tables/mark-legends.ts';
import { code, markdownText } from './inline.ts';
import { type Column, markdownList, markdownTable } from './markdown-table.ts';

const QUANTILES = ['p50', 'p95', 'p99'] as const;
const COLUMNS: readonly Column[] = [
  { heading: 'connections', align: 'left' },
  { heading: 'total', align: 'right' },
  ...QUANTILES.map((heading): Column => ({ heading, align: 'right' })),
];

/** The connections of a run without turns: how long they took to open and to be ready, per target. */
export function markdownConnections(report: Report, most: number): string {
  const targets = report.groups.filter(({ conversation }) => conversation === undefined);
  const rows = targets.flatMap((group) =>
    (['connect', 'ready'] as const).flatMap((name) => rowOf(group, name, targets.length > 1)),
  );
  const legends = [...legendsOf(rows.flat()), ...report.notes].map(markdownText);
  return [markdownTable(COLUMNS, rows, most), markdownList(legends, most)].filter((part) => part !== '').join('\n\n');
}

function rowOf({ target, metrics }: ReportGroup, name: 'connect' | 'ready', several: boolean): string[][] {
  const trend = metrics[name];
  if (trend?.kind !== 'trend') return [];
  const label = several ? `${code(name)} at ${markdownText(target)}` : code(name);
  const quantiles = QUANTILES.map((quantile) =>
    markdownText(formatQuantile(trend, quantile)).replaceAll(' ', '\u00a0'),
  );
  return [[label, groupThousands(trend.count), ...quantiles]];
}
