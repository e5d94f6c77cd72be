import { groupThousands } from '../../platform/group-thousands.ts';
import type { Metrics, Trend } from '../../report/metric-schema.ts';
import type { Report, ReportGroup } from '../../report/report.ts';
import { failedOf, formatQuantile, formatWideBounds } from '../tables/format-trend.ts';
import { legendsOf } from '../tables/mark-legends.ts';
import { markdownConnections } from './connections-section.ts';
import { code, markdownText } from './inline.ts';
import { type Column, markdownList, markdownTable } from './markdown-table.ts';

const METRICS = ['first_output', 'turn'] as const;
const QUANTILES = ['p50', 'p95', 'p99'] as const;
const COLUMNS: readonly Column[] = [
  { heading: 'step', align: 'left' },
  { heading: 'total', align: 'right' },
  { heading: 'failed', align: 'right' },
  // The metric only above its first quantile: nine columns have little space in a comment.
  ...METRICS.flatMap((metric) =>
    QUANTILES.map((name, at): Column => ({ heading: at === 0 ? `${metric} ${name}` : name, align: 'right' })),
  ),
];

/** The part of the report that a row is about: a step, or a conversation or all of them where these are not measured. */
function measuredGroups({ groups }: Report): readonly ReportGroup[] {
  const steps = groups.filter(({ step }) => step !== undefined);
  return steps.length > 0 ? steps : groups.filter(({ conversation }) => conversation !== undefined);
}

/**
 * A line for all steps and one per step: number of turns, of failed ones among them, and the quantiles with the marks of the
 * terminal's tables. Below: wide measurement bounds, the legend of the marks, remarks.
 */
export function markdownSteps(report: Report, most: number): string {
  if (report.scenario.turns === false) return markdownConnections(report, most);
  const steps = measuredGroups(report);
  const rows = [
    ...(steps.length !== 1 ? [rowOf('**all conversations**', report.metrics)] : []),
    ...steps.flatMap((group, index) => [
      ...headingAbove(steps, index, report),
      rowOf(code(nameOf(group)), group.metrics),
    ]),
  ];
  const bounds = steps.flatMap((group) => boundsLines(group, report));
  const legends = legendsOf([...rows.flat().map((cell) => cell.replace('&gt;', '>')), ...bounds]);
  return [
    markdownTable(COLUMNS, rows, most),
    bounds.length === 0 ? '' : markdownList(bounds, most),
    [...legends, ...report.notes]
      .slice(0, most)
      .map((note) => `<sub>${markdownText(note)}</sub>`)
      .join('<br>\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The conversation, above its first step, if there are several. */
function headingAbove(steps: readonly ReportGroup[], index: number, report: Report): string[][] {
  const { target, conversation = '' } = steps[index]!;
  const before = steps[index - 1];
  if (
    steps[index]!.step === undefined ||
    isAlone(report) ||
    (before?.target === target && before.conversation === conversation)
  )
    return [];
  return [[`**${markdownText(conversation)}**${targetOf(target, report)}`, ...COLUMNS.slice(1).map(() => '')]];
}

/** There is one conversation, at one target. */
function isAlone({ groups }: Report): boolean {
  return groups.filter(({ conversation, step }) => conversation !== undefined && step === undefined).length === 1;
}

function targetOf(target: string, { targets }: Report): string {
  return targets.length > 1 ? ` at ${markdownText(target)}` : '';
}

function nameOf({ conversation, step }: ReportGroup): string {
  return step ?? conversation ?? '';
}

/** `label`: Markdown already. */
function rowOf(label: string, metrics: Metrics): string[] {
  const trends = METRICS.map((metric) => trendOf(metrics[metric]));
  const turn = trends[1];
  const failed = turn === undefined ? 0 : failedOf(turn);
  return [
    label,
    turn === undefined ? '–' : groupThousands(turn.count + failed),
    failed > 0 ? `**${groupThousands(failed)}**` : '0',
    ...trends.flatMap((trend) =>
      QUANTILES.map((name) => (trend ? unbroken(markdownText(formatQuantile(trend, name))) : '–')),
    ),
  ];
}

/** Keeps number and unit on one line. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

function boundsLines(group: ReportGroup, report: Report): string[] {
  const { target, conversation = '', metrics } = group;
  const where = isAlone(report) ? '' : ` of ${markdownText(conversation)}${targetOf(target, report)}`;
  return METRICS.flatMap((metric) => {
    const trend = trendOf(metrics[metric]);
    const text = trend ? formatWideBounds(trend) : '';
    return text === '' ? [] : [`${code(nameOf(group))}${where}, ${metric}: ${text}`];
  });
}

function trendOf(metric: ReportGroup['metrics'][string] | undefined): Trend | undefined {
  return metric?.kind === 'trend' ? metric : undefined;
}
