import type { ValidityFacts } from './validity-facts.ts';
import { percent, suspect, type ValidityFinding } from './validity-finding.ts';
import { VALIDITY_LIMITS } from './validity-limits.ts';

/** Turns and conversations that were interrupted, or may have been misread. */
export function judgeTurns(facts: ValidityFacts): ValidityFinding[] {
  return [
    ...judgeShare('turns', facts.turnsInterrupted, facts.turns),
    ...judgeShare('conversations', facts.conversationsInterrupted, facts.conversationsStarted),
    ...judgeDoubtful(facts),
  ];
}

function judgeShare(what: string, interrupted: number, all: number): ValidityFinding[] {
  const share = all === 0 ? 0 : interrupted / all;
  if (share <= VALIDITY_LIMITS.interruptedShare) return [];
  const text = `${percent(share)} of the ${what} were interrupted while they waited for the bot`;
  return [suspect(`${text}; run for longer, or raise --graceful-stop`)];
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
