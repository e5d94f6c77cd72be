import { counted } from '../../platform/group-thousands.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { ComparedRun, Comparison } from '../../report/comparison/comparison-schema.ts';
import { formatMargin, formatMarginTime } from '../../report/comparison/describe-row.ts';

/** The facts above the rows of a comparison: label and text, in display order. */
export function comparisonFacts({ base, candidate, evidence, options }: Comparison): (readonly [string, string])[] {
  return [
    ['baseline', describeRuns(base)],
    ['candidate', describeRuns(candidate)],
    ['method', evidence.note],
    ['margin', describeMargins(options)],
  ];
}

function describeRuns(runs: readonly ComparedRun[]): string {
  const [first] = runs;
  if (runs.length === 1 && first) return describeRun(first);
  const turns = runs.reduce((sum, run) => sum + run.turns, 0);
  const names = [...new Set(runs.map(({ name }) => name))].join(', ');
  return `${runs.length} runs of ${names}, ${counted(turns, 'turn')}: ${runs.map(({ id }) => id).join(', ')}`;
}

function describeRun({ id, name, startedAt, durationMs, turns, commit }: ComparedRun): string {
  const parts = [name, startedAt, formatDurationMs(durationMs), counted(turns, 'turn'), `run ${id}`];
  return [...parts, ...(commit === undefined ? [] : [`commit ${commit}`])].join(', ');
}

function describeMargins({ margin: { relative, absoluteMs }, shareMargin }: Comparison['options']): string {
  const share = relative > 0 ? [formatMargin({ unit: 'ms' }, relative)] : [];
  const time = absoluteMs > 0 ? [`±${formatMarginTime(absoluteMs)}`] : [];
  const both = [...share, ...time];
  const text = both.length === 0 ? '0' : both.join(' or ');
  return `${text}${both.length > 1 ? ', whichever is larger' : ''}; ${formatMargin({ unit: 'share' }, shareMargin)} for conversation_completion and turn_failure`;
}

export const EXPLORATORY_NOTE =
  'Informational metrics are tested individually at 5 %: expect about one false positive in twenty.';
