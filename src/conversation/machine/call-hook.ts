import type { HookReference } from '../../hooks/hook-reference.ts';
import type { Reply } from '../turn/open-turn.ts';
import type { Calling, CallPurpose, CheckPurpose } from './calling.ts';
import type { Advance, MachineCommand, OpenState, Script } from './conversation-state.ts';
import { type Memory, visibleReplies } from './memory.ts';
import { drawAt, sessionIdOf } from './script-scope.ts';

/** A call to start: `moment` as in `proceed.ts`. */
export interface StartedCall {
  readonly hook: HookReference;
  readonly purpose: CallPurpose;
  readonly timeoutMs: number;
  readonly moment: { readonly fromUs: number; readonly nowUs: number; readonly hookUs?: number };
}

/** Calls a hook; the conversation continues when it has returned, thrown or timed out (`on-called.ts`). */
export function callHook(script: Script, memory: Memory, pc: number, call: StartedCall): Advance {
  const { hook, purpose, timeoutMs, moment } = call;
  memory.callCount += 1;
  const id = memory.callCount;
  const state: Calling = {
    phase: 'calling',
    memory,
    pc,
    id,
    hook,
    purpose,
    sinceUs: moment.nowUs,
    timeoutMs,
    fromUs: moment.fromUs,
    hookUs: moment.hookUs ?? 0,
  };
  const command: MachineCommand = {
    kind: 'call',
    id,
    hook,
    timeoutMs,
    sessionId: sessionIdOf(script, memory),
    variables: memory.variables,
    replies: repliesFor(purpose, memory),
    // The hook may draw when the conversation is already elsewhere.
    stream: drawAt(script, { rounds: [...memory.rounds] }, pc, purpose.kind),
  };
  return { state, commands: [command] };
}

/** What a hook sees: of a check, the replies of its turn. */
export function repliesFor(purpose: CallPurpose, memory: Memory): readonly Reply[] {
  return purpose.kind === 'check' ? purpose.ended.replies : visibleReplies(memory);
}

/** When the hook times out. */
export function callEndsUs({ sinceUs, timeoutMs }: Calling): number {
  return sinceUs + timeoutMs * 1000;
}

/** A turn has ended, and a hook judges it. */
export function isChecking(state: OpenState): state is Calling & { readonly purpose: CheckPurpose } {
  return state.phase === 'calling' && state.purpose.kind === 'check';
}

/** What ends with the conversation while a hook runs: the turn that it judges, with this outcome. */
export function turnUnderCheck(
  { purpose }: Pick<Calling, 'purpose'>,
  outcome: 'completed' | 'interrupted',
): readonly MachineCommand[] {
  if (purpose.kind !== 'check') return [];
  const { ended } = purpose;
  const turn = outcome === 'completed' ? ended : ({ ...ended, outcome, endedBy: 'stop' } as const);
  return [{ kind: 'end-turn', turn }];
}
