import { counted } from '../../platform/group-thousands.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { ComparedRun, Comparison } from '../../report/comparison/comparison-schema.ts';
import { formatMargin, formatMarginTime } from '../../report/comparison/describe-row.ts';

/** The facts above the rows of a comparison: label and text, in display order. */
export function comparisonFacts({
  base,
  candidate,
  evidence,
  options,
  rows,
}: Comparison): (readonly [string, string])[] {
  return [
    ['baseline', describeRuns(base)],
    ['candidate', describeRuns(candidate)],
    ['method', evidence.note],
    ['margin', describeMargins(options, sharesIn(rows))],
  ];
}

function describeRuns(runs: readonly ComparedRun[]): string {
  const [first] = runs;
  if (runs.length === 1 && first) return describeRun(first);
  const names = [...new Set(runs.map(({ name }) => name))].join(', ');
  return `${runs.length} runs of ${names}, ${describeExtent(runs)}: ${runs.map(({ id }) => id).join(', ')}`;
}

function describeRun(run: ComparedRun): string {
  const { id, name, startedAt, durationMs, commit } = run;
  const parts = [name, startedAt, formatDurationMs(durationMs), describeExtent([run]), `run ${id}`];
  return [...parts, ...(commit === undefined ? [] : [`commit ${commit}`])].join(', ');
}

/** `1,200 turns`, or `300 connections` of runs without turns. */
function describeExtent(runs: readonly ComparedRun[]): string {
  const sum = (of: (run: ComparedRun) => number | undefined) => runs.reduce((total, run) => total + (of(run) ?? 0), 0);
  if (runs.every(({ connections }) => connections !== undefined)) {
    return counted(
      sum(({ connections }) => connections),
      'connection',
    );
  }
  return counted(
    sum(({ turns }) => turns),
    'turn',
  );
}

function describeMargins(
  { margin: { relative, absoluteMs }, shareMargin }: Comparison['options'],
  shares: readonly string[],
): string {
  const share = relative > 0 ? [formatMargin({ unit: 'ms' }, relative)] : [];
  const time = absoluteMs > 0 ? [`±${formatMarginTime(absoluteMs)}`] : [];
  const both = [...share, ...time];
  const text = both.length === 0 ? '0' : both.join(' or ');
  return `${text}${both.length > 1 ? ', whichever is larger' : ''}; ${formatMargin({ unit: 'share' }, shareMargin)} for ${[shares.slice(0, -1).join(', '), ...shares.slice(-1)].filter((text) => text !== '').join(' and ')}`;
}

/** The compared shares, each once. */
function sharesIn(rows: Comparison['rows']): string[] {
  return [...new Set(rows.flatMap(({ metric, unit }) => (unit === 'share' ? metric : [])))].sort();
}

export const EXPLORATORY_NOTE =
  'Informational metrics are tested individually at 5 %: expect about one false positive in twenty.';
