import { concludeTurn } from './conclude-turn.ts';
import type { Advance, Command, OpenState, Script, Talking } from './conversation-state.ts';
import type { TargetHabits } from './target-habits.ts';

/**
 * Handles what was read before the open turn's utterance was sent: as if no turn were open, with the turn set aside
 * meanwhile. `take` is what handles it. Where it ends the conversation (`stopWhen`), nothing is known of the turn: it is
 * interrupted.
 */
export function takeBeforeTurn(
  script: Script,
  state: Talking,
  habits: TargetHabits,
  take: (idle: OpenState) => Advance,
): Advance {
  const { memory, pc, turn } = state;
  const { state: next, commands } = take({ phase: 'pausing', memory, pc, untilUs: Number.POSITIVE_INFINITY });
  if (next.phase !== 'done') return { state: { ...state, memory: next.memory }, commands };
  const ended = concludeTurn(script, state, { by: 'stop', at: turn.sent }, habits, turn.sent.hiUs);
  const end = commands.find((command) => command.kind === 'end-conversation');
  const outcome = end?.outcome ?? 'failed';
  return {
    state: next,
    commands: [
      ...commands.filter((command) => command !== end),
      ...ended.commands
        // Requests that go on have been told of with the rest.
        .filter(({ kind }) => kind !== 'end-push')
        .map((command): Command => (command.kind === 'end-conversation' ? { ...command, outcome } : command)),
    ],
  };
}
