import type { Advance, Command, ConversationState } from './conversation-state.ts';
import type { ConversationOutcome } from './ended-turn.ts';
import type { Memory } from './memory.ts';
import { endOfPush } from './open-push.ts';

const DONE: ConversationState = { phase: 'done' };
export const NO_COMMANDS: readonly Command[] = [];

/** The end of the conversation; requests whose output has not come are told one by one. */
export function finish(
  memory: Memory,
  outcome: ConversationOutcome,
  nowUs: number,
  before: readonly Command[] = NO_COMMANDS,
): Advance {
  const { thoughtUs, traces, pingsOwed, inputs, part } = memory;
  const reason = outcome === 'interrupted' ? 'interrupted' : 'cut';
  const lost = memory.pushes.flatMap((push) => endOfPush(push, reason, nowUs));
  const end: Command = {
    kind: 'end-conversation',
    outcome,
    thoughtUs,
    session: { traces, pingsOwed, inputs, part },
  };
  return { state: DONE, commands: [...before, ...lost, end] };
}

export function stay(state: ConversationState): Advance {
  return { state, commands: NO_COMMANDS };
}

export function prepend(before: readonly Command[], { state, commands }: Advance): Advance {
  if (before.length === 0) return { state, commands };
  return { state, commands: commands.length === 0 ? before : [...before, ...commands] };
}
