import { COUNTERS, type CounterName, RATES, type RateName, TRENDS, type TrendName } from '../measure/metrics.ts';
import type { Threshold } from './threshold.ts';

/** Every metric a threshold can name. */
export const METRIC_NAMES = [...Object.keys(TRENDS), ...Object.keys(COUNTERS), ...Object.keys(RATES)];

export function isTrend(metric: string): metric is TrendName {
  return Object.hasOwn(TRENDS, metric);
}

export function isCounter(metric: string): metric is CounterName {
  return Object.hasOwn(COUNTERS, metric);
}

export function isRate(metric: string): metric is RateName {
  return Object.hasOwn(RATES, metric);
}

/** The unit of a threshold's limit, and of the value it is compared with. */
export type LimitUnit = 'time' | 'share' | 'per-second' | 'count';

export function unitOf(threshold: Pick<Threshold, 'metric' | 'statistic'>): LimitUnit {
  if (threshold.metric === 'goodput') return 'per-second';
  if (isRate(threshold.metric)) return 'share';
  return isTrend(threshold.metric) && threshold.statistic.kind !== 'count' ? 'time' : 'count';
}

/** What a metric counts or measures, in the singular. */
export function sampleNoun(metric: string): string {
  return NOUNS.find(({ metrics }) => metrics.test(metric))?.noun ?? 'sample';
}

const NOUNS: readonly { readonly metrics: RegExp; readonly noun: string }[] = [
  { metrics: /^(conversation|goodput|start)/, noun: 'conversation' },
  { metrics: /^(connect|ready|reconnect|disconnect)/, noun: 'connection' },
  { metrics: /^(turn|first_output|reply_complete|send_lag|doubtful)/, noun: 'turn' },
  { metrics: /^(wait|steps_failed)/, noun: 'wait step' },
  { metrics: /^push/, noun: 'request' },
];
