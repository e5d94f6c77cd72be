import { type LabelFilter, matchesLabels } from '../../measure/label-filter.ts';
import { type CounterName, type TrendName, TURN_OUTCOMES, turnCounter } from '../../measure/metrics.ts';
import type { SeriesKey } from '../../measure/series.ts';
import type { Threshold } from '../threshold.ts';

/** What ends a run early once it has been true for a while. Plain data; made by parseStopOnRule. */
export interface StopOnRule {
  /** As written, for reports. */
  readonly expression: string;
  /** What is true of the bad times, unlike a threshold, which is true of the good ones. Its expression is the rule's. */
  readonly condition: Threshold;
  /** The counter is compared as a share of its whole (see WHOLES); the limit is then in 0 … 1. */
  readonly isShare: boolean;
  /** How long the times are that are judged, ms: the rule is held against what came in the last `forMs`. */
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

/** What a counter is a share of when it is compared with a percentage. */
const WHOLES: Readonly<Partial<Record<CounterName, readonly Part[]>>> = {
  connects_failed: ['connects_failed', 'ready'],
  ...Object.fromEntries(ENDED_TURNS.map((name) => [name, ENDED_TURNS])),
  ...Object.fromEntries(ENDED_CONVERSATIONS.map((name) => [name, ENDED_CONVERSATIONS])),
  conversations_met: ENDED_CONVERSATIONS,
  conversations_dropped: ['conversations_due'],
};

/** The counters that can be compared with a percentage. */
export const SHARED_COUNTERS: readonly string[] = Object.keys(WHOLES);

/** What one more of a series adds to a share. A `reason` is part of what is counted, never of what it is a share of. */
export function shareRole(rule: StopOnRule, { kind, metric, labels }: SeriesKey): { part: boolean; whole: boolean } {
  const { reason: _reason, ...place } = rule.condition.labels;
  const whole = WHOLES[rule.condition.metric as CounterName] ?? [];
  return {
    part:
      kind === 'counter' &&
      metric === rule.condition.metric &&
      matchesLabels(labels, rule.condition.labels as LabelFilter),
    whole: kind !== 'censored' && whole.includes(metric as Part) && matchesLabels(labels, place as LabelFilter),
  };
}
