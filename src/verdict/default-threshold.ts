import { parseThreshold } from './parse-threshold.ts';
import type { Threshold } from './threshold.ts';

/** A run in which half of the conversations fail must not pass. */
export const DEFAULT_THRESHOLD: Threshold = { ...parseThreshold('conversation_completion > 50%'), isDefault: true };

/** Adds the default threshold, unless there is one on conversation_completion without labels and scope. */
export function withDefaultThreshold(thresholds: readonly Threshold[]): readonly Threshold[] {
  const hasOwn = thresholds.some(
    ({ metric, labels, scope }) =>
      metric === DEFAULT_THRESHOLD.metric && Object.keys(labels).length === 0 && scope === undefined,
  );
  return hasOwn ? thresholds : [...thresholds, DEFAULT_THRESHOLD];
}
