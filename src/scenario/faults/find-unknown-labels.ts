import { findThresholdProblems } from '../../verdict/check-thresholds.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import { type FlatIssue, valueAt } from '../file/flatten-issues.ts';
import type { ScenarioSteps } from '../file/parse-steps.ts';
import type { Path } from '../file/text-place.ts';
import { isMap } from '../schema/choice-schema.ts';
import { threshold as thresholdSchema } from '../schema/threshold-schema.ts';
import { hasAllLabels, type LabelledConversation, turnLabels } from './turn-labels.ts';

/**
 * Thresholds on a conversation or step that does not exist; labels of invalid steps count as existing. Targets are not
 * checked, as they may come from the command line. The step lists must be free of cycles.
 */
export function findUnknownLabels(scenario: unknown, steps: ScenarioSteps): readonly FlatIssue[] {
  if (steps.conversations.length === 0) return [];
  const conversations = turnLabels(steps);
  const isComplete = hasAllLabels(steps);
  const profiles = valueAt(scenario, ['profiles']);
  const names = isMap(profiles) ? Object.keys(profiles) : [];
  const lists: readonly Path[] = [['thresholds'], ...names.map((name) => ['profiles', name, 'thresholds'])];
  return lists.flatMap((list) => {
    const thresholds = valueAt(scenario, list);
    return (Array.isArray(thresholds) ? thresholds : []).flatMap((written, index) => {
      const { data } = thresholdSchema.safeParse(written);
      if (!data || (data.labels.step !== undefined && !isComplete)) return [];
      return unknownLabelsOf(data, conversations).map((message): FlatIssue => {
        return { path: [...list, index], message, atKey: false, isFullMessage: true };
      });
    });
  });
}

/** Problems of the labels of one threshold, except target and reason, which are checked before a run. */
export function unknownLabelsOf(
  threshold: Threshold,
  conversations: readonly LabelledConversation[],
): readonly string[] {
  const { target: _, reason: __, ...labels } = threshold.labels;
  const shape = {
    targets: [''],
    conversations: conversations.map(({ name, steps }) => ({ name, steps: steps.map(({ label }) => label) })),
    // Metrics with a reason exist only if there is at least one class.
    failureClasses: [''],
  };
  return findThresholdProblems([{ ...threshold, labels }], shape).map(
    ({ expression, message, hint }) => `threshold ${expression}: ${message}; ${hint}`,
  );
}
