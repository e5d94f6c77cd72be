import type { ExemplarConversation, ExemplarTurn } from '../measure/exemplars.ts';
import { shortHash } from '../platform/redact.ts';
import type { ConversationOutcome, EndedTurn } from './ended-turn.ts';
import { type LoadThread, sinceStartMs } from './load-thread.ts';
import type { PlannedConversation } from './plan-conversation.ts';

/** What is kept of a turn until its conversation ends, in case that becomes an exemplar: little, for there are many. */
export interface TurnTrace {
  readonly step: number;
  readonly outcome: string;
  readonly endedBy: string;
  readonly intendedUs: number;
  readonly sentUs: number;
  readonly endedUs: number;
  readonly replies: readonly { readonly arrivedUs: number; readonly text: string }[];
  readonly traceId: string | undefined;
}

function traceTurn(turn: EndedTurn): TurnTrace {
  return {
    step: turn.step,
    outcome: turn.outcome,
    endedBy: turn.endedBy,
    intendedUs: turn.intendedUs,
    sentUs: turn.sent.hiUs,
    endedUs: turn.ended.hiUs,
    replies: turn.replies.slice(0, MOST_REPLIES).map((reply) => ({ arrivedUs: reply.first.hiUs, text: reply.text })),
    traceId: turn.traceId,
  };
}

/**
 * Of a conversation that goes on for hours the first turns are kept, and the longest; of a turn the first replies. Every
 * user holds so much while it talks, and handing one over stops the load thread for 0.05 ms.
 */
const MOST_TURNS = 40;
const MOST_REPLIES = 5;

/** Adds a turn to those that are kept of a conversation. */
export function keepTurn(turns: TurnTrace[], turn: EndedTurn): void {
  if (turns.length < MOST_TURNS) turns.push(traceTurn(turn));
  else if (turnMs({ sentUs: turn.sent.hiUs, endedUs: turn.ended.hiUs }) > longestTurnMs(turns)) {
    turns[MOST_TURNS - 1] = traceTurn(turn);
  }
}

/** Sent → ended of the longest turn, ms; 0 for a conversation without turns. */
export function longestTurnMs(turns: readonly TurnTrace[]): number {
  return turns.reduce((longest, turn) => Math.max(longest, turnMs(turn)), 0);
}

const turnMs = ({ sentUs, endedUs }: Pick<TurnTrace, 'sentUs' | 'endedUs'>) => (endedUs - sentUs) / 1000;

/** The conversation as the report keeps it: instants, lengths and hashes, never a text. */
export function makeExemplar(
  thread: LoadThread,
  target: string,
  plan: PlannedConversation,
  turns: readonly TurnTrace[],
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
    longestTurnMs: Math.round(longestTurnMs(turns) * 1000) / 1000,
    turns: turns.map((turn) => exemplarTurn(turn, plan.script.steps[turn.step]!.label, ms)),
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
