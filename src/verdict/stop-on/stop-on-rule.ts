import { type LabelFilter, matchesLabels } from '../../measure/label-filter.ts';
import { type CounterName, type TrendName, TURN_OUTCOMES, turnCounter } from '../../measure/metrics.ts';
import type { SeriesKey } from '../../measure/series.ts';
import type { Threshold } from '../threshold.ts';

/** A rule that ends a run early when its condition is met for a duration. Plain data; made by parseStopOnRule. */
export interface StopOnRule {
  /** The text as written, for reports. */
  readonly expression: string;
  /** The condition for ending the run; a threshold, in contrast, is the condition for passing. */
  readonly condition: Threshold;
  /** The counter is compared as a share of its total (see TOTALS); the limit is then in 0 … 1. */
  readonly isShare: boolean;
  /** The duration, ms: the condition is evaluated over the last `forMs`. */
  readonly forMs: number;
}

/** Counters, and trends that count by their values. */
type Part = CounterName | Extract<TrendName, 'ready'>;

const ENDED_TURNS = TURN_OUTCOMES.map(turnCounter);
const ENDED_CONVERSATIONS = [
  'conversations_completed',
  'conversations_failed',
  'conversations_interrupted',
] as const satisfies readonly CounterName[];

/** The total that a counter is a share of when it is compared with a percentage. */
const TOTALS: Readonly<Partial<Record<CounterName, readonly Part[]>>> = {
  connects_failed: ['connects_failed', 'ready'],
  ...Object.fromEntries(ENDED_TURNS.map((name) => [name, ENDED_TURNS])),
  ...Object.fromEntries(ENDED_CONVERSATIONS.map((name) => [name, ENDED_CONVERSATIONS])),
  conversations_met: ENDED_CONVERSATIONS,
  conversations_dropped: ['conversations_due'],
};

/** The counters that can be compared with a percentage. */
export const SHARED_COUNTERS: readonly string[] = Object.keys(TOTALS);

/** Whether samples of a series count in the numerator or total of a share. A `reason` restricts only the numerator. */
export function shareRole(rule: StopOnRule, { kind, metric, labels }: SeriesKey): { part: boolean; whole: boolean } {
  const { reason: _reason, ...anyReason } = rule.condition.labels;
  const whole = TOTALS[rule.condition.metric as CounterName] ?? [];
  return {
    part:
      kind === 'counter' &&
      metric === rule.condition.metric &&
      matchesLabels(labels, rule.condition.labels as LabelFilter),
    whole: kind !== 'censored' && whole.includes(metric as Part) && matchesLabels(labels, anyReason as LabelFilter),
  };
}
