import type { ExemplarConversation, ExemplarTurn } from '../measure/exemplars.ts';
import { shortHash } from '../platform/redact.ts';
import type { ConversationOutcome, EndedTurn } from './ended-turn.ts';
import { type LoadThread, sinceStartMs } from './load-thread.ts';
import type { PlannedConversation } from './plan-conversation.ts';

/** Sent → ended of the longest turn, ms; 0 for a conversation without turns. */
export function longestTurnMs(turns: readonly EndedTurn[]): number {
  return turns.reduce((longest, turn) => Math.max(longest, (turn.ended.hiUs - turn.sent.loUs) / 1000), 0);
}

/** The conversation as the report keeps it: instants, lengths and hashes, never a text. */
export function makeExemplar(
  thread: LoadThread,
  target: string,
  plan: PlannedConversation,
  turns: readonly EndedTurn[],
  outcome: ConversationOutcome,
): ExemplarConversation {
  const ms = (atUs: number) => Math.round(sinceStartMs(thread, atUs) * 1000) / 1000;
  return {
    target,
    conversation: plan.name,
    number: plan.number,
    vu: plan.vu,
    sessionId: plan.identity.sessionId,
    outcome,
    startedMs: ms(plan.intendedUs),
    longestTurnMs: longestTurnMs(turns),
    turns: turns.map((turn) => exemplarTurn(turn, plan.script.steps[turn.step]!.label, ms)),
  };
}

function exemplarTurn(turn: EndedTurn, step: string, ms: (atUs: number) => number): ExemplarTurn {
  return {
    step,
    outcome: turn.outcome,
    endedBy: turn.endedBy,
    intendedMs: ms(turn.intendedUs),
    sentMs: ms(turn.sent.hiUs),
    endedMs: ms(turn.ended.hiUs),
    replies: turn.replies.map((reply) => ({
      arrivedMs: ms(reply.first.hiUs),
      length: reply.text.length,
      hash: shortHash(reply.text, 8),
    })),
    ...(turn.traceId === undefined ? {} : { traceId: turn.traceId }),
  };
}
