import { matchesLabels } from '../measure/label-filter.ts';
import type { CounterName } from '../measure/metrics.ts';
import type { Labels } from '../measure/series.ts';
import { counted, groupThousands } from '../platform/group-thousands.ts';
import type { Threshold } from './threshold.ts';
import type { ThresholdResult } from './threshold-result.ts';
import { suspect, type ValidityFinding } from './validity/validity-finding.ts';

/** Number of failures of one kind in one series. */
export interface FailureCount {
  readonly metric: FailureMetric;
  readonly labels: Labels;
  readonly count: number;
}

/** What failed, and how. `disconnects`: those outside of a turn. */
const KINDS = {
  connects_failed: ['connection', 'failed'],
  disconnects: ['connection', 'lost between turns'],
  turns_cut: ['turn', 'lost the connection'],
  turns_errored: ['turn', 'got an error reply'],
  turns_timed_out: ['turn', 'timed out'],
  turns_silent: ['turn', 'ended without a reply'],
  turns_mismatched: ['turn', 'failed a check'],
  steps_failed: ['step', 'failed'],
} as const satisfies Partial<Record<CounterName, readonly [noun: string, failure: string]>>;

export type FailureMetric = keyof typeof KINDS;
export const FAILURE_METRICS = Object.keys(KINDS) as FailureMetric[];

/** Metrics that cover every kind of failure, because each makes its conversation fail. */
const CONVERSATION_METRICS: ReadonlySet<string> = new Set([
  'conversation_completion',
  'conversations_completed',
  'conversations_failed',
  'conversations_met',
  'goodput',
]);
const TURN_METRICS: ReadonlySet<string> = new Set(['turn_failure', 'turns_completed']);

/**
 * Reports every kind of failure that no threshold covers, so that it is visible in a passing verdict. A threshold covers the
 * kinds that its metric counts, for its labels. Thresholds on times cover none, because a quantile ignores a share of the
 * turns; neither do thresholds with a scope, nor the default threshold unless it failed.
 */
export function judgeFailures(
  failures: readonly FailureCount[],
  conversations: { readonly failed: number; readonly started: number },
  thresholds: readonly ThresholdResult[],
): ValidityFinding[] {
  const judging = thresholds
    .filter(({ threshold: { isDefault, scope }, state }) => !scope && (!isDefault || state === 'fail'))
    .map(({ threshold }) => threshold);
  const unjudged = failures.filter((failure) => !judging.some((threshold) => covers(threshold, failure)));
  const kinds = FAILURE_METRICS.flatMap((metric) => {
    const count = unjudged.reduce((sum, failure) => sum + (failure.metric === metric ? failure.count : 0), 0);
    const [noun, failure] = KINDS[metric];
    return count > 0 ? [`${counted(count, noun)} ${failure} (${metric})`] : [];
  });
  if (kinds.length === 0) return [];
  const { failed, started } = conversations;
  const of = failed > 0 ? `; ${groupThousands(failed)} of ${groupThousands(started)} conversations failed` : '';
  return [
    suspect(
      `no threshold covers these failures: ${kinds.join(', ')}${of}; set a threshold, for instance ` +
        'conversation_completion > 99%',
    ),
  ];
}

function covers({ metric, labels }: Threshold, failure: FailureCount): boolean {
  const sees =
    metric === failure.metric ||
    CONVERSATION_METRICS.has(metric) ||
    (TURN_METRICS.has(metric) && failure.metric.startsWith('turns_'));
  return sees && matchesLabels(failure.labels, labels);
}
