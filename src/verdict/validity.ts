import { judgeArrivals } from './judge-arrivals.ts';
import { judgeBounds } from './judge-bounds.ts';
import { judgeFailures } from './judge-failures.ts';
import { judgeGenerator } from './judge-generator.ts';
import { judgeTurns } from './judge-turns.ts';
import type { ThresholdResult } from './threshold-result.ts';
import type { ValidityFacts } from './validity-facts.ts';
import { invalid, type ValidityFinding } from './validity-finding.ts';

/** Whether the numbers of a run can be trusted: everything that speaks against it. The limits: validity-limits.ts. */
export function judgeValidity(facts: ValidityFacts, thresholds: readonly ThresholdResult[]): ValidityFinding[] {
  const { generator } = facts;
  return [
    ...facts.brokenLaws.map((law) =>
      invalid(`the books do not balance: ${law}; please report this as a bug of palaver`),
    ),
    ...judgeGenerator(facts),
    ...judgeArrivals(facts.arrivals, generator, thresholds),
    ...thresholds.flatMap((result) => judgeBounds(result, generator)),
    ...judgeTurns(facts),
    ...judgeFailures(
      facts.failures,
      { failed: facts.conversationsFailed, started: facts.conversationsStarted },
      thresholds,
    ),
  ];
}
