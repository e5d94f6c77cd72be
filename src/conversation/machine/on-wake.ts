import { countedWere } from '../../platform/group-thousands.ts';
import { describeCheck } from '../checks/describe-check.ts';
import { checkTurn } from '../turn/completion.ts';
import { concludeTurn } from '../turn/conclude-turn.ts';
import { callEndsUs } from './call-hook.ts';
import type {
  Advance,
  Away,
  MachineCommand,
  MachineContext,
  OpenState,
  Script,
  Talking,
  Thinking,
  Waiting,
} from './conversation-state.ts';
import { prepend, stay } from './finish.ts';
import { beginSession, type Memory } from './memory.ts';
import { failed, failStep } from './next-position.ts';
import { expireCall } from './on-called.ts';
import { continueFrom, proceed } from './proceed.ts';
import { expirePushes } from './push-progress.ts';
import { checkDeps } from './script-scope.ts';

/** Does what is due at `nowUs`, if anything. */
export function onWake(context: MachineContext, state: OpenState, nowUs: number): Advance {
  const { script } = context;
  const expired = state.memory.pushes.length > 0 ? expirePushes(script, state, nowUs) : undefined;
  if (expired) return expired;
  switch (state.phase) {
    case 'thinking':
      return state.saying || nowUs < state.dueUs ? stay(state) : sendNext(script, state, nowUs);
    case 'talking':
      return onTurnCheck(context, state, nowUs);
    case 'waiting':
      return nowUs < waitEndsUs(state) ? stay(state) : onWaitTimeout(script, state, nowUs);
    case 'calling':
      return nowUs < callEndsUs(state) ? stay(state) : expireCall(script, state, nowUs);
    case 'pausing':
      if (nowUs < state.untilUs) return stay(state);
      return proceed(script, state.memory, state.pc + 1, { fromUs: state.untilUs, nowUs });
    case 'away':
      return nowUs < state.untilUs ? stay(state) : startReconnect(state);
    default:
      return stay(state);
  }
}

/** Sends the utterance or request that is due. */
function sendNext(script: Script, state: Thinking, nowUs: number): Advance {
  const { act: due, memory, pc, intendedUs, dueUs, thinkUs } = state;
  if (due.kind === 'say') {
    const { input, typing } = due;
    const billable = isBillable(script, memory);
    const say: MachineCommand = { kind: 'say', input, intendedUs, dueUs, billable };
    state.saying = true;
    return { state, commands: typing ? [{ kind: 'typing', on: false }, say] : [say] };
  }
  const id = memory.pushCount + 1;
  const { instruction, body, marker } = due;
  const push = { id, instruction, marker, sent: undefined, outputReceived: false, accepted: false, pinged: false };
  const injects = instruction.route === 'inject';
  const billable = injects && isBillable(script, memory);
  memory.begun = true;
  memory.thoughtUs += thinkUs;
  if (injects) memory.inputs += 1;
  memory.pushCount = id;
  memory.pushes = [...memory.pushes, push];
  const command: MachineCommand = { kind: 'push', id, route: instruction.route, body, billable };
  if (instruction.await) return { state: { phase: 'pushing', memory, pc, id }, commands: [command] };
  return prepend([command], proceed(script, memory, pc + 1, { fromUs: nowUs, nowUs }));
}

/** Whether the next input of the session starts another billable conversation. Injected inputs count, too. */
function isBillable({ protocol }: Script, { inputs }: Memory): boolean {
  const { inputsPerBillable } = protocol.terms;
  return inputsPerBillable !== undefined && inputs % inputsPerBillable === 0;
}

function onTurnCheck(context: MachineContext, state: Talking, nowUs: number): Advance {
  const { script, traits } = context;
  const { turn } = state;
  const seen = checkTurn(turn, script.steps[turn.step]!, traits, nowUs);
  const notices: MachineCommand[] = seen.missed ? [{ kind: 'notice', notice: 'missed-ping' }] : [];
  if (seen.kind === 'ended') return prepend(notices, concludeTurn(context, state, { ...seen.end, decidedUs: nowUs }));
  turn.nextCheckUs = seen.nextCheckUs;
  turn.missedPing ||= seen.missed;
  return { state, commands: notices };
}

function onWaitTimeout(script: Script, state: Waiting, nowUs: number): Advance {
  const { memory, pc, instruction } = state;
  const others = `${countedWere(memory.unattributed.length, 'other output')} received`;
  const messageFor = (awaited: string) => `waited ${instruction.timeoutMs / 1000} s for ${awaited}; ${others}`;
  const check = describeCheck(instruction.check);
  const withTexts = messageFor(describeCheck(instruction.check, checkDeps(script, memory, pc).render));
  const failure = failed('wait', instruction.label, {
    check,
    difference: 'no-such-output',
    message: messageFor(check),
    withTexts,
  });
  const next = failStep({ memory, pc }, nowUs, failure, instruction.onFailure);
  return continueFrom(script, next, { fromUs: nowUs, nowUs });
}

/** A new session starts with empty state. */
function startReconnect({ memory, pc, instruction }: Away): Advance {
  const keeps = instruction.session === 'keep';
  memory.earlier = keeps ? memory.seen : undefined;
  memory.seen &&= new Set(keeps ? memory.seen : undefined);
  if (!keeps) beginSession(memory);
  return { state: { phase: 'reconnecting', memory, pc }, commands: [{ kind: 'connect' }] };
}

/** When a wait step times out. */
export function waitEndsUs({ sinceUs, instruction }: Waiting): number {
  return sinceUs + instruction.timeoutMs * 1000;
}
