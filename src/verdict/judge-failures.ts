import { matchesLabels } from '../measure/label-filter.ts';
import type { CounterName } from '../measure/metrics.ts';
import type { Labels } from '../measure/series.ts';
import type { Threshold } from './threshold.ts';
import type { ThresholdResult } from './threshold-result.ts';
import { suspect, type ValidityFinding } from './validity/validity-finding.ts';

/** How often something failed in one way, at one place of the run. */
export interface FailureCount {
  readonly metric: FailureMetric;
  readonly labels: Labels;
  readonly count: number;
}

/** The kinds of failure, as messages call them. `disconnects`: those outside of a turn. */
const KINDS = {
  connects_failed: 'connections failed',
  disconnects: 'connections lost between turns',
  turns_cut: 'turns lost their connection',
  turns_errored: 'turns got an error reply',
  turns_timed_out: 'turns timed out',
  turns_silent: 'turns ended without a reply',
  turns_mismatched: 'turns failed a check',
  steps_failed: 'steps failed',
} as const satisfies Partial<Record<CounterName, string>>;

export type FailureMetric = keyof typeof KINDS;
export const FAILURE_METRICS = Object.keys(KINDS) as FailureMetric[];

/** Metrics that cover every kind of failure, since each makes its conversation fail. */
const OF_CONVERSATIONS: ReadonlySet<string> = new Set([
  'conversation_completion',
  'conversations_completed',
  'conversations_failed',
  'conversations_met',
  'goodput',
]);
const OF_TURNS: ReadonlySet<string> = new Set(['turn_failure', 'turns_completed']);

/**
 * Names every kind of failure that no threshold covers: it must be visible in a passing verdict. A threshold covers the
 * kinds that its metric counts, for the labels it names. A threshold on a time covers none, since a quantile ignores a share
 * of the turns; neither does the default threshold, nor one on the steady state or on a share of windows.
 */
export function judgeFailures(
  failures: readonly FailureCount[],
  conversations: { readonly failed: number; readonly started: number },
  thresholds: readonly ThresholdResult[],
): ValidityFinding[] {
  const judging = thresholds.map(({ threshold }) => threshold).filter(({ isDefault, scope }) => !isDefault && !scope);
  const unjudged = failures.filter((failure) => !judging.some((threshold) => judges(threshold, failure)));
  const kinds = FAILURE_METRICS.flatMap((metric) => {
    const count = unjudged.reduce((sum, failure) => sum + (failure.metric === metric ? failure.count : 0), 0);
    return count > 0 ? [`${count} ${KINDS[metric]} (${metric})`] : [];
  });
  if (kinds.length === 0) return [];
  const { failed, started } = conversations;
  const of = failed > 0 ? `; ${failed} of ${started} conversations failed` : '';
  return [
    suspect(
      `no threshold covers these failures: ${kinds.join(', ')}${of}; set a threshold, for instance ` +
        'conversation_completion > 99%',
    ),
  ];
}

function judges({ metric, labels }: Threshold, failure: FailureCount): boolean {
  const sees =
    metric === failure.metric ||
    OF_CONVERSATIONS.has(metric) ||
    (OF_TURNS.has(metric) && failure.metric.startsWith('turns_'));
  return sees && matchesLabels(failure.labels, labels);
}
