import type { ReadFeeds } from '../build/read-feeds.ts';
import type { FlatIssue } from '../file/flatten-issues.ts';
import type { ScenarioSteps } from '../file/parse-steps.ts';
import { findListFaults } from './find-list-faults.ts';
import { findOrderFaults } from './find-order-faults.ts';
import { findTemplateFaults } from './find-template-faults.ts';
import { findUnknownLabels } from './find-unknown-labels.ts';
import { findUnknownNames } from './find-unknown-names.ts';
import { findUserIdFaults } from './find-user-id-faults.ts';
import { findNameClashes } from './name-clash.ts';

/** What is wrong with steps, and with what concerns several places of the file. It needs no valid scenario. */
export function findFaults(
  scenario: unknown,
  steps: ScenarioSteps,
  { feeds, issues }: ReadFeeds,
): readonly FlatIssue[] {
  const listFaults = findListFaults(steps);
  return [
    ...issues,
    ...steps.issues,
    ...findNameClashes(scenario),
    ...listFaults,
    ...(listFaults.length === 0 ? findUnknownLabels(scenario, steps) : []),
    ...findOrderFaults(steps),
    ...findTemplateFaults(scenario),
    ...findUnknownNames(scenario, steps, feeds),
    ...findUserIdFaults(scenario, steps, feeds),
  ];
}
