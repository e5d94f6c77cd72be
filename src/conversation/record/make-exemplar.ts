import type { ExemplarConversation, ExemplarTurn } from '../../measure/exemplars.ts';
import { shortHash } from '../../platform/redact.ts';
import { sinceStartMs, type ThreadDeps } from '../conversation-deps.ts';
import type { PlannedConversation } from '../plan-conversation.ts';
import type { ConversationOutcome } from '../turn/ended-turn.ts';
import type { TurnTrace, TurnTraces } from './turn-traces.ts';

/** The conversation as the report keeps it: instants, lengths and hashes, never a text. */
export function makeExemplar(
  thread: ThreadDeps,
  target: string,
  plan: PlannedConversation,
  turns: TurnTraces,
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
    longestTurnMs: Math.round(turns.longestMs * 1000) / 1000,
    turns: turns.list().map((turn) => exemplarTurn(turn, plan.script.steps[turn.step]!.label, ms)),
  };
}

function exemplarTurn(turn: TurnTrace, step: string, ms: (atUs: number) => number): ExemplarTurn {
  return {
    step,
    outcome: turn.outcome,
    endedBy: turn.endedBy,
    intendedMs: ms(turn.intendedUs),
    sentMs: ms(turn.sentUs),
    endedMs: ms(turn.endedUs),
    replies: turn.replies.map(({ arrivedUs, text }) => ({
      arrivedMs: ms(arrivedUs),
      length: text.length,
      hash: shortHash(text, 8),
    })),
    ...(turn.traceId === undefined ? {} : { traceId: turn.traceId }),
  };
}
