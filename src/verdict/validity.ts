import { judgeFailures } from './judge-failures.ts';
import type { ThresholdResult } from './threshold-result.ts';
import { judgeArrivals } from './validity/judge-arrivals.ts';
import { judgeBounds } from './validity/judge-bounds.ts';
import { judgeBugs } from './validity/judge-bugs.ts';
import { judgeGenerator } from './validity/judge-generator.ts';
import { judgePauses } from './validity/judge-pauses.ts';
import { judgeTurns } from './validity/judge-turns.ts';
import type { ValidityFinding } from './validity/validity-finding.ts';
import type { ValidityFacts } from './validity-facts.ts';

/** All findings about the measurement quality of a run. Limits: validity-limits.ts. */
export function judgeValidity(facts: ValidityFacts, thresholds: readonly ThresholdResult[]): ValidityFinding[] {
  const { generator } = facts;
  return [
    ...judgeBugs(facts),
    ...judgeGenerator(facts, thresholds),
    ...judgeArrivals(facts, thresholds),
    ...judgePauses(facts),
    ...thresholds.flatMap((result) => judgeBounds(result, generator)),
    ...judgeTurns(facts),
    ...judgeFailures(
      facts.failures,
      { failed: facts.conversationsFailed, started: facts.conversationsStarted },
      thresholds,
    ),
  ];
}
