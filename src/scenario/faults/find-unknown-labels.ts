import { findThresholdProblems } from '../../verdict/check-thresholds.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import type { FlatIssue } from '../file/flatten-issues.ts';
import type { Path } from '../file/text-place.ts';
import type { Conversation } from '../scenario.ts';
import type { ScenarioInput } from '../schema/scenario-schema.ts';

/** Thresholds on a conversation or a step that the scenario does not have. Targets may still come from the command line. */
export function findUnknownLabels(
  { thresholds = [], profiles = {} }: Pick<ScenarioInput, 'thresholds' | 'profiles'>,
  conversations: readonly Conversation[],
): readonly FlatIssue[] {
  const shape = {
    targets: [''],
    conversations: conversations.map(({ name, steps }) => ({ name, steps: steps.map(({ label }) => label) })),
    // Reasons are checked before a run; here any will do, so that metrics told by them exist.
    failureClasses: [''],
  };
  const inList = (list: readonly Threshold[], path: Path): FlatIssue[] =>
    list.flatMap((threshold, index) =>
      findThresholdProblems([withoutOtherLabels(threshold)], shape).map(({ expression, message, hint }) => ({
        path: [...path, index],
        message: `threshold ${expression}: ${message}\n  ${hint}`,
        atKey: false,
        saysAll: true,
      })),
    );
  return [
    ...inList(thresholds, ['thresholds']),
    ...Object.entries(profiles).flatMap(([name, profile]) =>
      inList(profile.thresholds ?? [], ['profiles', name, 'thresholds']),
    ),
  ];
}

function withoutOtherLabels(threshold: Threshold): Threshold {
  const { target: _, reason: __, ...labels } = threshold.labels;
  return { ...threshold, labels };
}
