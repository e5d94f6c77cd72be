import { type LabelFilter, matchesLabels } from '../measure/label-filter.ts';
import { RATE_COUNTERS } from '../measure/rates.ts';
import { type Labels, type SeriesKey, SeriesTable } from '../measure/series.ts';
import { MEASURED_LABELS, type RunShape, SERIES_DETAILS } from '../measure/shape/run-shape.ts';
import { KnownError } from '../platform/known-error.ts';
import { hintForUnknown } from '../platform/nearest-word.ts';
import { isRate } from './metric-kind.ts';
import type { Threshold } from './threshold.ts';

/** A threshold with a label that does not exist in the scenario. */
export interface ThresholdProblem {
  readonly expression: string;
  readonly message: string;
  readonly hint: string;
}

type Problem = Omit<ThresholdProblem, 'expression'>;

/**
 * Every label value (or label of a metric) that cannot occur in the scenario; empty if there is none. Places are not part of a
 * scenario: any is accepted.
 */
export function findThresholdProblems(thresholds: readonly Threshold[], shape: RunShape): ThresholdProblem[] {
  const keys = new SeriesTable(shape).keys;
  return thresholds.flatMap((threshold) => {
    const problem = notMeasured(threshold, shape) ?? problemOf(threshold, keys);
    return problem ? [{ expression: threshold.expression, ...problem }] : [];
  });
}

/** Throws one KnownError (exit code 104) that lists all these problems; `what`: the kind of expression, for messages. */
export function checkThresholds(thresholds: readonly Threshold[], shape: RunShape, what = 'threshold'): void {
  const problems = findThresholdProblems(thresholds, shape);
  if (problems.length === 0) return;
  const lines = problems.map(({ expression, message }) => `${what} ${expression}: ${message}`);
  throw new KnownError(lines.length === 1 ? lines[0]! : [`${lines.length} errors:`, ...lines].join('\n  '), {
    hint: [...new Set(problems.map(({ hint }) => hint))].join('; '),
  });
}

/** Steps or conversations of a threshold that a run measures only together (`--series`). */
function notMeasured({ metric, labels }: Threshold, { series = 'steps' }: RunShape): Problem | undefined {
  const missing = (['step', 'conversation'] as const).find(
    (label) => labels[label] !== undefined && !MEASURED_LABELS[series].includes(label),
  );
  if (missing === undefined) return undefined;
  const least = SERIES_DETAILS.findLast((detail) => MEASURED_LABELS[detail].includes(missing));
  return {
    message: `${metric} is not measured by ${missing} with --series ${series}`,
    hint: `use --series ${least} (series: ${least} in the scenario), or remove the label ${missing}`,
  };
}

const WITHOUT_TURNS = 'use conversation_completion, connects_failed, disconnects, connect or ready';
/** Names of targets may also come from the command line. */
const HOW_TO_NAME = '--target NAME=URL names a target';

function problemOf(threshold: Threshold, keys: readonly SeriesKey[]): Problem | undefined {
  // A rate has the labels of its counters; they all have the same ones.
  const metric = isRate(threshold.metric) ? RATE_COUNTERS[threshold.metric][0] : threshold.metric;
  const series = keys.filter((key) => key.kind !== 'censored' && key.metric === metric).map((key) => key.labels);
  if (series.length === 0)
    return { message: `${metric} is not measured in a scenario without utterances`, hint: WITHOUT_TURNS };
  const { place: _, ...where } = threshold.labels as LabelFilter;
  if (series.some((labels) => matchesLabels(labels, where))) return undefined;
  // Filter label by label; the first label that matches nothing is wrong.
  let left = series;
  for (const [name, value] of Object.entries(where) as [keyof Labels, string][]) {
    const known = [...new Set(left.map((labels) => labels[name]))].filter((other) => other !== undefined);
    if (known.length === 0) return { message: `${threshold.metric} has no label ${name}`, hint: `remove ${name}` };
    if (!known.includes(value as never)) {
      const hint = hintForUnknown(value, known);
      return { message: `there is no ${name} "${value}"`, hint: name === 'target' ? `${hint}; ${HOW_TO_NAME}` : hint };
    }
    left = left.filter((labels) => labels[name] === value);
  }
  return { message: 'no series has all these labels', hint: 'check that the step belongs to the conversation' };
}
