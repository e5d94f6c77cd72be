import { counted, groupThousands } from '../../platform/group-thousands.ts';
import { formatPercent } from '../../platform/percent.ts';
import type { NeverCompleted, ValidityFacts } from '../validity-facts.ts';
import { VALIDITY_LIMITS } from '../validity-limits.ts';
import { suspect, type ValidityFinding } from './validity-finding.ts';

/** Turns and conversations that were interrupted, or whose replies may have been attributed to the wrong turn. */
export function judgeTurns(facts: ValidityFacts): ValidityFinding[] {
  return [
    ...judgeShare('turns', facts.turnsInterrupted, facts.turns),
    ...judgeShare('conversations', facts.conversationsInterrupted, facts.conversationsStarted),
    ...judgeBetweenTurns(facts),
    ...judgeNeverCompleted(facts.neverCompleted),
    ...judgeDoubtful(facts),
  ];
}

function judgeShare(what: string, interrupted: number, all: number): ValidityFinding[] {
  const share = all === 0 ? 0 : interrupted / all;
  if (share <= VALIDITY_LIMITS.interruptedShare) return [];
  const text = `${formatPercent(share)} of the ${what} were interrupted while they waited for the bot`;
  return [suspect(`${text}; run for longer, or raise --graceful-stop`)];
}

/** Maximum number of conversations that are named. */
const MAX_NAMED = 20;

function judgeNeverCompleted(all: readonly NeverCompleted[]): ValidityFinding[] {
  const more = all.length - MAX_NAMED;
  return [
    ...all.slice(0, MAX_NAMED).map(describeNeverCompleted),
    ...(more > 0 ? [suspect(`${counted(more, 'further conversation')} never completed; see failures`)] : []),
  ];
}

function describeNeverCompleted({ conversation, started, failed }: NeverCompleted): ValidityFinding {
  const [name, counts] = [`conversation "${conversation}"`, `${groupThousands(failed)} of ${groupThousands(started)}`];
  if (failed === 0) return suspect(`no ${name} completed; run for longer than one conversation takes`);
  if (failed < started) return suspect(`no ${name} completed (${counts} failed); see failures`);
  return suspect(`every ${name} failed (${counts}); see failures`);
}

/** These do not make a threshold inconclusive, but their later turns were not measured. */
function judgeBetweenTurns(facts: ValidityFacts): ValidityFinding[] {
  const share = facts.conversationsStarted === 0 ? 0 : facts.conversationsBetweenTurns / facts.conversationsStarted;
  if (share <= VALIDITY_LIMITS.betweenTurnsShare) return [];
  return [
    suspect(
      `${formatPercent(share)} of the conversations were interrupted between turns and count neither as completed nor as failed; ` +
        'run for longer than they take, or raise --graceful-stop',
    ),
  ];
}

function judgeDoubtful({ turns, turnsDoubtful }: ValidityFacts): ValidityFinding[] {
  if (turnsDoubtful === 0) return [];
  return [
    suspect(
      `${groupThousands(turnsDoubtful)} of ${groupThousands(turns)} turns followed one that timed out without a reply in the same session; its late ` +
        'reply may have been attributed to them; use onFailure: stop, or a longer timeout',
    ),
  ];
}
