import type { ThresholdResult } from './threshold-result.ts';
import type { ValidityFacts } from './validity-facts.ts';
import { percent, suspect, type ValidityFinding } from './validity-finding.ts';
import { VALIDITY_LIMITS } from './validity-limits.ts';

/** Turns and conversations that were cut short, may have been misread, or failed where nobody looks. */
export function judgeTurns(facts: ValidityFacts, thresholds: readonly ThresholdResult[]): ValidityFinding[] {
  return [
    ...judgeShare('turns', facts.turnsInterrupted, facts.turns),
    ...judgeShare('conversations', facts.conversationsInterrupted, facts.conversationsStarted),
    ...judgeDoubtful(facts),
    ...judgeUnjudged(facts, thresholds),
  ];
}

function judgeShare(what: string, interrupted: number, all: number): ValidityFinding[] {
  const share = all === 0 ? 0 : interrupted / all;
  if (share <= VALIDITY_LIMITS.interruptedShare) return [];
  const text = `${percent(share)} of the ${what} were interrupted by the end of the run`;
  return [suspect(`${text}; run longer, or raise --graceful-stop`)];
}

function judgeDoubtful({ turns, turnsDoubtful }: ValidityFacts): ValidityFinding[] {
  if (turnsDoubtful === 0) return [];
  return [
    suspect(
      `${turnsDoubtful} of ${turns} turns followed one that timed out unanswered in their session; a late reply to that ` +
        'one may have passed for theirs; use onFailure: stop, or a longer timeout',
    ),
  ];
}

/** Metrics of those who think of failures. Times are none: a quantile passes over a share of them. */
const OF_FAILURES =
  /^(conversation_completion|conversations_(completed|failed|met)|goodput|turn_failure|turns_.+|steps_failed|connects_failed|disconnects)$/;

/** Failures that no threshold looks at must not drown in a green verdict. */
function judgeUnjudged(facts: ValidityFacts, thresholds: readonly ThresholdResult[]): ValidityFinding[] {
  const { conversationsFailed: failed, conversationsStarted: started } = facts;
  if (failed === 0 || thresholds.some(({ threshold }) => OF_FAILURES.test(threshold.metric))) return [];
  return [
    suspect(
      `${failed} of ${started} conversations failed, and no threshold judges that; say what must hold, for instance ` +
        'conversation_completion > 99%',
    ),
  ];
}
