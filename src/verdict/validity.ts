import { judgeArrivals } from './judge-arrivals.ts';
import { judgeBounds } from './judge-bounds.ts';
import { judgeBugs } from './judge-bugs.ts';
import { judgeFailures } from './judge-failures.ts';
import { judgeGenerator } from './judge-generator.ts';
import { judgePauses } from './judge-pauses.ts';
import { judgeTurns } from './judge-turns.ts';
import type { ThresholdResult } from './threshold-result.ts';
import type { ValidityFacts } from './validity-facts.ts';
import type { ValidityFinding } from './validity-finding.ts';

/** Whether the numbers of a run can be trusted: everything that speaks against it. The limits: validity-limits.ts. */
export function judgeValidity(facts: ValidityFacts, thresholds: readonly ThresholdResult[]): ValidityFinding[] {
  const { generator } = facts;
  return [
    ...judgeBugs(facts),
    ...judgeGenerator(facts, thresholds),
    ...judgeArrivals(facts.arrivals, generator, thresholds),
    ...judgePauses(facts.pauses),
    ...thresholds.flatMap((result) => judgeBounds(result, generator)),
    ...judgeTurns(facts),
    ...judgeFailures(
      facts.failures,
      { failed: facts.conversationsFailed, started: facts.conversationsStarted },
      thresholds,
    ),
  ];
}
