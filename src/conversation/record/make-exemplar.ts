import type { ExemplarConversation, ExemplarText, ExemplarTurn } from '../../measure/exemplars.ts';
import { excerpt, shortHash } from '../../platform/redact.ts';
import type { Utterance } from '../../scenario/scenario.ts';
import { sinceStartMs, type ThreadDeps } from '../conversation-deps.ts';
import type { PlannedConversation } from '../plan-conversation.ts';
import type { ConversationOutcome } from '../turn/ended-turn.ts';
import type { TurnTrace, TurnTraces } from './turn-traces.ts';

/** Maximum length of a kept text, in characters. */
const MAX_TEXT = 300;

/** Turns and outcome of a conversation. */
export interface EndedConversation {
  readonly turns: TurnTraces;
  readonly outcome: ConversationOutcome;
}

/** The conversation as an exemplar of the report: instants, and texts or their hashes. */
export function makeExemplar(
  thread: ThreadDeps,
  target: string,
  plan: PlannedConversation,
  { turns, outcome }: EndedConversation,
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
    turns: turns.list().map((turn) => {
      const { label, utterance } = plan.script.steps[turn.step]!;
      return { step: label, ...exemplarTurn(turn, utterance, thread.keepTexts, ms) };
    }),
  };
}

function exemplarTurn(
  turn: TurnTrace,
  utterance: Utterance,
  keepTexts: boolean,
  ms: (atUs: number) => number,
): Omit<ExemplarTurn, 'step'> {
  const template = keepTexts ? undefined : templateOf(utterance, turn.utterance);
  const failure = (keepTexts ? turn.failure?.withTexts : undefined) ?? turn.failure?.message;
  return {
    outcome: turn.outcome,
    endedBy: turn.endedBy,
    intendedMs: ms(turn.intendedUs),
    sentMs: ms(turn.sentUs),
    endedMs: ms(turn.endedUs),
    utterance: { ...exemplarText(turn.utterance, keepTexts), ...(template !== undefined && { template }) },
    replies: turn.replies.map(({ arrivedUs, text }) => ({
      arrivedMs: ms(arrivedUs),
      ...exemplarText(text, keepTexts),
    })),
    ...(turn.traceId !== undefined && { traceId: turn.traceId }),
    ...(failure !== undefined && { failure: excerpt(failure, MAX_TEXT) }),
  };
}

function exemplarText(text: string, isKept: boolean): ExemplarText {
  const { length } = text;
  return isKept ? { length, text: excerpt(text, MAX_TEXT) } : { length, hash: shortHash(text, 8) };
}

/** The utterance as written in the scenario; undefined if it is ambiguous, a button, or comes from a hook. */
export function templateOf(utterance: Utterance, said: string): string | undefined {
  if (utterance.kind !== 'text') return undefined;
  const { choices } = utterance;
  const template = choices.length === 1 ? choices[0] : choices.find((choice) => choice === said);
  return template === undefined ? undefined : excerpt(template, MAX_TEXT);
}
