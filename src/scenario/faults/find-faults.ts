import type { ReadFeeds } from '../build/read-feeds.ts';
import type { FlatIssue } from '../file/flatten-issues.ts';
import type { Outline } from '../file/outline.ts';
import { findListFaults } from './find-list-faults.ts';
import { findOrderFaults } from './find-order-faults.ts';
import { findTemplateFaults } from './find-template-faults.ts';
import { findUnknownNames } from './find-unknown-names.ts';
import { findUserIdFaults } from './find-user-id-faults.ts';
import { findNameClashes } from './name-clash.ts';

/** What no schema sees, because it concerns several places of the file. It needs no checked input, so it always runs. */
export function findFaults(scenario: unknown, outline: Outline, { feeds, issues }: ReadFeeds): readonly FlatIssue[] {
  return [
    ...issues,
    ...findNameClashes(scenario),
    ...findListFaults(outline),
    ...findOrderFaults(outline),
    ...findTemplateFaults(scenario),
    ...findUnknownNames(scenario, outline, feeds),
    ...findUserIdFaults(scenario, outline, feeds),
  ];
}
