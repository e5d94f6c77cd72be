import type { ReplyChunkEvent } from '../../endpoint/endpoint-connection.ts';
import { jsonOf } from '../../endpoint/wire-value.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import { elapsed, elapsedUs, isBefore } from '../../platform/time/elapsed.ts';
import type { Failure } from '../checks/failure.ts';
import { holds } from '../checks/judge-reply.ts';
import { type ArrivedChunk, addToReplies } from '../turn/open-turn.ts';
import { isOfEnded } from '../turn/role-of-output.ts';
import type { Advance, MachineCommand, MachineContext, OpenState, PushAnswered, Script } from './conversation-state.ts';
import { prepend, stay } from './finish.ts';
import type { Memory } from './memory.ts';
import { endOfPush, expectsOutput, isDone, isGoodStatus, type OpenPush, pushDueUs } from './open-push.ts';
import { atEnd, failed, failStep, goOn, type Onward } from './proceed.ts';
import { checkDeps } from './script-scope.ts';

/** The request an output answers, if any; it must have been sent before the output was read. */
export function answeredPush(
  { script, traits }: MachineContext,
  state: OpenState,
  { chunk, arrived }: ArrivedChunk,
): OpenPush | undefined {
  const { memory } = state;
  if (memory.pushes.length === 0 || chunk.shows !== 'content') return undefined;
  return memory.pushes.find((push) => {
    if (push.heard || !push.sent || isBefore(arrived, push.sent)) return false;
    const { answer } = push.instruction;
    if (answer === 'first') return state.phase !== 'talking' && !isOfEnded(chunk, memory.traces, traits);
    if (answer === 'marker') return carries(chunk, push.marker);
    return holds(answer, addToReplies([], chunk, arrived), checkDeps(script, memory, state.pc));
  });
}

/** Does the text or anything in the data hold it? The marker of request 1 also begins that of request 10. */
function carries({ text, data }: Pick<ReplyChunkEvent, 'text' | 'data'>, marker: string): boolean {
  return holdsMarker(text, marker) || (data !== undefined && holdsMarker(jsonOf(data) ?? '', marker));
}

function holdsMarker(content: string, marker: string): boolean {
  for (let at = content.indexOf(marker); at >= 0; at = content.indexOf(marker, at + 1)) {
    if (!/\d/.test(content.charAt(at + marker.length))) return true;
  }
  return false;
}

/** The output of a request has come. */
export function pushHeard(script: Script, state: OpenState, push: OpenPush, arrived: Bounds): Advance {
  const timing: MachineCommand = { kind: 'measure', metric: 'push', ...elapsed(push.sent!, arrived) };
  return settle(script, state, { push: { ...push, heard: true }, nowUs: arrived.hiUs, commands: [timing] });
}

export function onPushSent(state: OpenState, id: number, sent: OpenPush['sent']): Advance {
  const push = state.memory.pushes.find((open) => open.id === id);
  return stay(push ? { ...state, memory: withPush(state.memory, { ...push, sent }) } : state);
}

/** The response: a bad one ends the request at once, for no output will follow. */
export function onPushAnswered(script: Script, state: OpenState, event: PushAnswered): Advance {
  const push = state.memory.pushes.find((open) => open.id === event.id);
  if (!push?.sent) return stay(state);
  const { result, atUs } = event;
  if (typeof result === 'number') {
    const tookUs = elapsedUs(push.sent.loUs, atUs);
    const timing: MachineCommand = { kind: 'measure', metric: 'push_http', loUs: tookUs, hiUs: tookUs };
    if (isGoodStatus(push.instruction, result)) {
      const change = { push, nowUs: atUs, commands: [timing] };
      return expectsOutput(result)
        ? settle(script, state, { ...change, push: { ...push, accepted: true } })
        : settleWithoutOutput(script, state, change);
    }
    const message = `the ${push.instruction.route} request was answered with ${result}`;
    const failure = { difference: `status-${result}`, message };
    return giveUp(script, state, { push, nowUs: atUs, commands: [timing], reason: 'refused', failure });
  }
  const failure = { difference: result.class, message: result.message };
  return giveUp(script, state, { push, nowUs: atUs, commands: [], reason: 'unreachable', failure });
}

/** Gives up the requests whose output is overdue. */
export function expirePushes(script: Script, state: OpenState, nowUs: number): Advance | undefined {
  const push = state.memory.pushes.find((open) => (pushDueUs(open) ?? Number.POSITIVE_INFINITY) <= nowUs);
  if (!push) return undefined;
  const message = `no output of the ${push.instruction.route} request within ${push.instruction.timeoutMs / 1000} s`;
  const failure = { difference: 'no-output', message };
  return giveUp(script, state, { push, nowUs, commands: [], reason: 'timed-out', failure });
}

/** A request as it is now, at an instant, and the commands before what follows. */
interface PushChange {
  readonly push: OpenPush;
  readonly nowUs: number;
  readonly commands: readonly MachineCommand[];
}

interface GivenUp extends PushChange {
  readonly reason: 'refused' | 'unreachable' | 'timed-out';
  readonly failure: Failure;
}

/** The step expected the refusal: no failure, and no output follows. */
function settleWithoutOutput(script: Script, state: OpenState, { push, nowUs, commands }: PushChange): Advance {
  const ended = [...commands, ...endOfPush(push, 'none-expected', nowUs)];
  return settle(script, state, {
    push: { ...push, accepted: true, heard: true, pinged: true },
    nowUs,
    commands: ended,
  });
}

function settle(script: Script, state: OpenState, change: PushChange): Advance {
  const { push, commands } = change;
  if (!isDone(push)) return { state: { ...state, memory: withPush(state.memory, push) }, commands };
  return close(script, { ...state, memory: withoutPush(state.memory, push) }, change);
}

function giveUp(script: Script, state: OpenState, { push, nowUs, commands, reason, failure }: GivenUp): Advance {
  const without = { ...state, memory: withoutPush(state.memory, push) };
  const ended = { push, nowUs, commands: [...commands, ...endOfPush(push, reason, nowUs)] };
  return close(script, without, ended, failed('push', push.instruction.label, failure));
}

/**
 * A request is done with. Where a step waits for it, the conversation goes on or ends; a failure of any other one only
 * counts against the conversation.
 */
function close(
  script: Script,
  state: OpenState,
  { push, nowUs, commands }: PushChange,
  failure?: MachineCommand,
): Advance {
  const { memory, pc } = state;
  // The flow that an inject has run sends a final ping of its own, if it has not come before the response.
  const owes = push.instruction.route === 'inject' && !push.pinged && !failure;
  const owing = owes ? { ...memory, pingsOwed: memory.pingsOwed + 1 } : memory;
  const moment = { fromUs: nowUs, nowUs };
  if (state.phase === 'pushing' && state.id === push.id) {
    const next: Advance | Onward = failure
      ? failStep({ memory: owing, pc }, nowUs, failure, push.instruction.onFailure)
      : { memory: owing, pc: pc + 1 };
    return prepend(commands, goOn(script, next, moment));
  }
  const blamed = failure ? { ...owing, failed: true } : owing;
  const reported = failure ? [...commands, failure] : commands;
  if (state.phase !== 'lingering') return { state: { ...state, memory: blamed }, commands: reported };
  return prepend(reported, atEnd(blamed, pc, nowUs));
}

export function withPush(memory: Memory, push: OpenPush): Memory {
  return { ...memory, pushes: memory.pushes.map((open) => (open.id === push.id ? push : open)) };
}

function withoutPush(memory: Memory, push: OpenPush): Memory {
  return { ...memory, pushes: memory.pushes.filter((open) => open.id !== push.id) };
}
