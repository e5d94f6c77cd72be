import type { Bounds } from '../../platform/time/bounds.ts';
import type { Advance, ConversationState } from '../machine/conversation-state.ts';
import { stay } from '../machine/finish.ts';
import { timing } from './reply-timing.ts';

/** Handles a typing indicator: its end, within a turn, is measured. */
export function onTyping(state: ConversationState, on: boolean, arrived: Bounds): Advance {
  if (state.phase !== 'talking') return stay(state);
  const since = state.turn.typingSince;
  state.turn.typingSince = on ? (since ?? arrived) : undefined;
  if (on || since === undefined) return stay(state);
  return { state, commands: [timing('typing', since, arrived)] };
}
