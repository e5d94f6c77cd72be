import type { OpenState } from './conversation-state.ts';

/** A copy that does not change when `advance` changes the memory and the open turn of the state in place. */
export function copyState(state: OpenState): OpenState {
  const { traces, rounds, seen } = state.memory;
  const memory = {
    ...state.memory,
    traces: { ...traces, ended: [...traces.ended] },
    rounds: [...rounds],
    seen: seen && new Set(seen),
  };
  return state.phase === 'talking' ? { ...state, memory, turn: { ...state.turn } } : { ...state, memory };
}
