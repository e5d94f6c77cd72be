import type { ProtocolName } from '../../endpoint/endpoint-settings.ts';
import type { ReadFeeds } from '../build/read-feeds.ts';
import type { FlatIssue } from '../file/flatten-issues.ts';
import type { ScenarioSteps } from '../file/parse-steps.ts';
import { findConnectionFaults } from './find-connection-faults.ts';
import { findContradictions } from './find-contradictions.ts';
import { findDuplicateNames } from './find-duplicate-names.ts';
import { findListFaults } from './find-list-faults.ts';
import { findMissingStarts } from './find-missing-starts.ts';
import { findOrderFaults } from './find-order-faults.ts';
import { findProtocolFaults } from './find-protocol-faults.ts';
import { findSecretFaults } from './find-secret-faults.ts';
import { findTemplateFaults } from './find-template-faults.ts';
import { findUnknownLabels } from './find-unknown-labels.ts';
import { findUnknownNames } from './find-unknown-names.ts';

interface Spoken {
  /** The protocol of all targets, in place of those of the file. */
  readonly protocol?: ProtocolName | undefined;
}

/** Problems of steps, and problems that involve several places of the file. The scenario may be invalid elsewhere. */
export function findFaults(
  scenario: unknown,
  steps: ScenarioSteps,
  { feeds, issues, protocol }: ReadFeeds & Spoken,
): readonly FlatIssue[] {
  const listFaults = findListFaults(steps);
  return [
    ...issues,
    ...steps.issues,
    ...findDuplicateNames(scenario),
    ...listFaults,
    ...(listFaults.length === 0 ? findUnknownLabels(scenario, steps) : []),
    ...findMissingStarts(scenario),
    ...findOrderFaults(steps),
    ...findTemplateFaults(scenario),
    ...findUnknownNames(scenario, steps, feeds),
    ...findConnectionFaults(scenario, steps, feeds),
    ...findSecretFaults(scenario, steps, feeds),
    ...findContradictions(scenario, steps),
    ...findProtocolFaults(scenario, steps, protocol),
  ];
}
