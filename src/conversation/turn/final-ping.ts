import type { Bounds } from '../../platform/time/bounds.ts';
import type { Advance, MachineCommand, MachineContext, OpenState } from '../machine/conversation-state.ts';
import { NO_COMMANDS, prepend } from '../machine/finish.ts';
import type { OpenPush } from '../machine/open-push.ts';
import { replacePush } from '../machine/push-progress.ts';
import { endsByPing } from './completion.ts';
import { concludeTurn } from './conclude-turn.ts';

/** Only sent for the first final ping, and after missed ones. */
const NOTICED: readonly MachineCommand[] = [{ kind: 'notice', notice: 'final-ping' }];

/** Handles a final ping: of the open turn, or a pending one of an earlier turn or an inject. */
export function onFinalPing(context: MachineContext, state: OpenState, arrived: Bounds): Advance {
  const { script, traits } = context;
  const noticed = traits.pinged && traits.missedPings === 0 ? NO_COMMANDS : NOTICED;
  if (state.phase === 'connecting') return { state, commands: noticed };
  const { memory } = state;
  if (state.phase !== 'talking' || state.turn.replies.length === 0) {
    if (memory.pendingPings > 0) return countOff(state, noticed);
    const push = injectedBefore(state, arrived);
    if (push) replacePush(memory, { ...push, pinged: true });
    if (push) return { state, commands: noticed };
  }
  if (state.phase !== 'talking') return { state, commands: noticed };
  // The turn continues until its own rule ends it; its end will add one pending ping, which −1 cancels.
  if (!endsByPing(script.steps[state.turn.step]!)) return countOff(state, noticed);
  return prepend(noticed, concludeTurn(context, state, { by: 'final-ping', at: arrived, decidedUs: arrived.hiUs }));
}

/** The ping is one of those pending. */
function countOff(state: OpenState, commands: readonly MachineCommand[]): Advance {
  state.memory.pendingPings -= 1;
  return { state, commands };
}

/**
 * An inject request whose flow may have ended before its response was read: sent before the ping arrived, and before the
 * utterance of the open turn, if any.
 */
function injectedBefore(state: OpenState, arrived: Bounds): OpenPush | undefined {
  const beforeUs = state.phase === 'talking' ? state.turn.sent.loUs : arrived.hiUs;
  return state.memory.pushes.find(
    ({ instruction, sent, pinged }) => instruction.route === 'inject' && !pinged && sent && sent.hiUs <= beforeUs,
  );
}
