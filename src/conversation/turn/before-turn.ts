import type { Advance, MachineCommand, MachineContext, OpenState, Talking } from '../machine/conversation-state.ts';
import { concludeTurn } from './conclude-turn.ts';

/**
 * Events read before the utterance of the open turn was sent are handled as if no turn were open: the turn is suspended and
 * resumed afterwards.
 */
export function suspendTurn({ memory, pc }: Talking): OpenState {
  return { phase: 'pausing', memory, pc, untilUs: Number.POSITIVE_INFINITY };
}

/** `then`: the result. If it ended the conversation (`stopWhen`), the turn counts as interrupted. */
export function resumeTurn(context: MachineContext, state: Talking, then: Advance): Advance {
  const { state: next, commands } = then;
  if (next.phase !== 'done') return { state, commands };
  const { sent } = state.turn;
  const ended = concludeTurn(context, state, { by: 'stop', at: sent, decidedUs: sent.hiUs });
  const end = commands.find((command) => command.kind === 'end-conversation');
  const outcome = end?.outcome ?? 'failed';
  return {
    state: next,
    commands: [
      ...commands.filter((command) => command !== end),
      ...ended.commands
        // Open requests have already been reported above.
        .filter(({ kind }) => kind !== 'end-push')
        .map((command): MachineCommand => (command.kind === 'end-conversation' ? { ...command, outcome } : command)),
    ],
  };
}
