import { groupThousands } from '../platform/group-thousands.ts';
import { formatPercent } from '../platform/percent.ts';
import { formatDurationMs } from '../platform/time/duration.ts';
import type { Capacity, CapacityStep } from '../report/capacity/capacity-schema.ts';
import { nameLoad, OUTCOME_MARKS, OUTCOME_NAMES } from '../report/capacity/describe-capacity.ts';
import { paragraph } from './plain-table.ts';
import { printable } from './printable.ts';

const INDENT = 7;
const KINDS: Readonly<Record<CapacityStep['kind'], string>> = {
  'ramp-up': 'ramp-up',
  bisect: 'bisect',
  confirm: 'confirmation',
};

/**
 * A step on one line, or with its outcome on a second one where it is too long, and below it why it was not sustained, within
 * the given width.
 */
export function stepLine(step: CapacityStep, over: Capacity['over'], width = 80): string {
  const { number, kind, load, outcome, steadyMs, turnsPerSecond, firstOutput, completion, why } = step;
  const measured = [
    `${OUTCOME_MARKS[outcome]} ${String(number).padStart(2)}`,
    nameLoad(load, over).padEnd(over === 'vus' ? 20 : 24),
    formatDurationMs(steadyMs).padStart(8),
    `${formatDecimal(turnsPerSecond)} turns/s`.padStart(13),
    `p95 ${formatLatency(firstOutput.p95Ms, step)}`.padStart(12),
  ].join('  ');
  const ended = [
    ...(completion === null ? [] : [`${formatPercent(completion)} completed`]),
    `${OUTCOME_NAMES[outcome]} (${KINDS[kind]})`,
  ].join('  ');
  const fits = measured.length + 2 + ended.length <= width;
  const reasons = outcome === 'held' ? [] : why.map((sentence) => paragraph(printable(sentence), width, INDENT));
  const lines = fits ? [`${measured}  ${ended}`] : [measured, `${' '.repeat(INDENT)}${ended}`];
  return [...lines, ...reasons].join('\n');
}

/**
 * Without a value, the quantile lies among failed turns; a step that ended before its first turn has no data, nor has one
 * whose conversations completed without turns.
 */
export function formatLatency(ms: number | null, { outcome, turnsPerSecond, completion }: CapacityStep): string {
  if (ms !== null) return formatDurationMs(ms);
  if (turnsPerSecond === 0 && completion !== null && completion > 0) return '–';
  return turnsPerSecond === 0 && (outcome === 'stopped' || outcome === 'invalid') ? 'n/a' : 'failed';
}

export function formatDecimal(value: number): string {
  return value >= 100 ? groupThousands(Math.round(value)) : value.toFixed(1);
}
