import type { Bounds } from '../../platform/time/bounds.ts';
import { elapsed } from '../../platform/time/elapsed.ts';
import type { Advance, ConversationState } from '../machine/conversation-state.ts';
import { stay } from '../machine/finish.ts';

/** Handles a typing indicator: its end, within a turn, is measured. */
export function onTyping(state: ConversationState, on: boolean, arrived: Bounds): Advance {
  if (state.phase !== 'talking') return stay(state);
  const since = state.turn.typingSince;
  state.turn.typingSince = on ? (since ?? arrived) : undefined;
  if (on || since === undefined) return stay(state);
  return { state, commands: [{ kind: 'measure', metric: 'typing', ...elapsed(since, arrived) }] };
}
