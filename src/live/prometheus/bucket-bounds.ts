import type { TrendName } from '../../measure/metrics.ts';

/** Times that users wait for: finer around the limits of usual objectives. */
const ANSWERS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 15, 20, 30, 45, 60,
];

/** Delays of the load generator: its limit is 20 ms. */
const LAG = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Whole conversations, including their pauses. */
const CONVERSATIONS = [0.5, 1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200, 1800, 3600];

const OF_THEIR_OWN: Partial<Record<TrendName, readonly number[]>> = {
  send_lag: LAG,
  start_delay: LAG,
  conversation: CONVERSATIONS,
  conversation_busy: CONVERSATIONS,
};

/** Upper bounds of the buckets of a trend, seconds, ascending; the last bucket, `+Inf`, is not among them. */
export function bucketBounds(metric: TrendName): readonly number[] {
  return OF_THEIR_OWN[metric] ?? ANSWERS;
}
