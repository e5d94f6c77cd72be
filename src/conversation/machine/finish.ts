import type { InterruptedIn } from '../../measure/interruption.ts';
import type { ConversationOutcome } from '../turn/ended-turn.ts';
import type { Advance, ConversationState, EndConversation, MachineCommand, OpenState } from './conversation-state.ts';
import type { Memory } from './memory.ts';
import { pushEndCommands } from './open-push.ts';

const DONE: ConversationState = { phase: 'done' };
export const NO_COMMANDS: readonly MachineCommand[] = [];

/** Ends the conversation; requests without output are reported. */
export function finish(
  memory: Memory,
  outcome: Exclude<ConversationOutcome, 'interrupted'>,
  nowUs: number,
  before: readonly MachineCommand[] = NO_COMMANDS,
): Advance {
  return end(memory, { outcome }, nowUs, before);
}

/** Interrupts the conversation. If one of its steps has failed, its outcome is failed. */
export function interrupt(
  memory: Memory,
  interruptedIn: InterruptedIn,
  nowUs: number,
  before: readonly MachineCommand[] = NO_COMMANDS,
): Advance {
  return end(memory, memory.failed ? { outcome: 'failed' } : { outcome: 'interrupted', interruptedIn }, nowUs, before);
}

/** The state of an interrupted conversation, by its phase. */
export function interruptedIn(state: OpenState): InterruptedIn {
  const { memory } = state;
  switch (state.phase) {
    case 'connecting':
    case 'reconnecting':
      return 'connecting';
    case 'talking':
      return 'in-turn';
    case 'calling':
      return state.purpose.kind === 'check' ? 'in-turn' : 'in-step';
    case 'waiting':
    case 'pushing':
    case 'lingering':
      return 'in-step';
    case 'thinking':
    case 'pausing':
    case 'away':
      return memory.pushes.length > 0 ? 'in-step' : 'between-turns';
  }
}

function end(
  memory: Memory,
  how: Pick<EndConversation, 'outcome' | 'interruptedIn'>,
  nowUs: number,
  before: readonly MachineCommand[],
): Advance {
  const { thoughtUs, traces, pendingPings, inputs, part } = memory;
  const reason = how.outcome === 'interrupted' ? 'interrupted' : 'cut';
  const lost = memory.pushes.flatMap((push) => pushEndCommands(push, reason, nowUs));
  const session = { traces, pendingPings, inputs, part };
  const command: MachineCommand = { kind: 'end-conversation', ...how, thoughtUs, session };
  return { state: DONE, commands: [...before, ...lost, command] };
}

export function stay(state: ConversationState): Advance {
  return { state, commands: NO_COMMANDS };
}

export function prepend(before: readonly MachineCommand[], { state, commands }: Advance): Advance {
  if (before.length === 0) return { state, commands };
  return { state, commands: commands.length === 0 ? before : [...before, ...commands] };
}
