import { groupThousands } from '../../platform/group-thousands.ts';
import { formatValue } from '../../verdict/describe-result.ts';
import { unitOf } from '../../verdict/metric-kind.ts';
import { parseThreshold } from '../../verdict/parse-threshold.ts';
import { brokenObjectives } from './broken-objectives.ts';
import type { CapacityStep } from './capacity-schema.ts';

/**
 * `first_output p95 762 ms at 62, 1.09 s at 68, limit 1 s`: of the objective that was missed first, else of the first one.
 * Undefined if neither load has a value for it.
 */
export function describeKeyMetric(
  held: CapacityStep | undefined,
  failed: CapacityStep | undefined,
): string | undefined {
  const broken = failed && brokenObjectives(failed)[0];
  const key = broken ?? (held ?? failed)?.objectives[0];
  if (!key) return undefined;
  // A load that failed by growth, or for lack of users, may have met its objectives.
  const shown = broken || !held ? [held, failed] : [held];
  const values = shown.flatMap((step) => {
    const actual = step?.objectives.find(({ expression }) => expression === key.expression)?.actual ?? 'no data';
    return step === undefined || actual === 'no data' ? [] : [`${inOnePiece(actual)} at ${groupThousands(step.load)}`];
  });
  if (values.length === 0) return undefined;
  return `${nameObjective(key.expression)} ${values.join(', ')}, limit ${limitOf(key.expression)}`;
}

/** `first_output p95`; an objective with labels by its expression. */
function nameObjective(expression: string): string {
  const { metric, statistic, labels } = parseThreshold(expression);
  const name = Object.keys(labels).length === 0 ? metric : expression.replace(/ .*/, '');
  if (statistic.kind === 'quantile') return `${name} p${Number((statistic.q * 100).toFixed(4))}`;
  return statistic.kind === 'value' || statistic.kind === 'count' ? name : `${name} ${statistic.kind}`;
}

/** `1 s`, not `1.00 s`. */
function limitOf(expression: string): string {
  const threshold = parseThreshold(expression);
  return formatValue(threshold.limit, unitOf(threshold)).replace(/\.0+(?= )/, '');
}

function inOnePiece(actual: string): string {
  return actual.includes(',') ? `(${actual})` : actual;
}
