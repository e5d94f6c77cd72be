import type { ReplyChunkEvent } from '../../endpoint/endpoint-connection.ts';
import { jsonOf } from '../../endpoint/wire-value.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import { elapsedUs, isBefore } from '../../platform/time/elapsed.ts';
import type { Failure } from '../checks/failure.ts';
import { passes } from '../checks/judge-reply.ts';
import { type ArrivedChunk, addToReplies } from '../turn/open-turn.ts';
import { timing } from '../turn/reply-timing.ts';
import { isOfEnded } from '../turn/role-of-output.ts';
import type { Advance, MachineCommand, MachineContext, OpenState, PushAnswered, Script } from './conversation-state.ts';
import { prepend, stay } from './finish.ts';
import type { Memory } from './memory.ts';
import { failed, failStep, type NextPosition } from './next-position.ts';
import { expectsOutput, isDone, isGoodStatus, type OpenPush, pushDueUs, pushEndCommands } from './open-push.ts';
import { atEnd, continueFrom } from './proceed.ts';
import { checkDeps } from './script-scope.ts';

/** The request that an output answers, if any; it must have been sent before the output was read. */
export function answeredPush(
  { script, traits }: MachineContext,
  state: OpenState,
  { chunk, arrived }: ArrivedChunk,
): OpenPush | undefined {
  const { memory } = state;
  if (memory.pushes.length === 0 || chunk.shows !== 'content') return undefined;
  return memory.pushes.find((push) => {
    if (push.outputReceived || !push.sent || isBefore(arrived, push.sent)) return false;
    const { answer } = push.instruction;
    if (answer === 'first') return state.phase !== 'talking' && !isOfEnded(chunk, memory.traces, traits);
    if (answer === 'marker') return carries(chunk, push.marker);
    return passes(answer, addToReplies([], chunk, arrived), checkDeps(script, memory, state.pc));
  });
}

/** Whether text or data contain the marker. The marker of request 1 is also a prefix of that of request 10. */
function carries({ text, data }: Pick<ReplyChunkEvent, 'text' | 'data'>, marker: string): boolean {
  return hasMarker(text, marker) || (data !== undefined && hasMarker(jsonOf(data) ?? '', marker));
}

function hasMarker(content: string, marker: string): boolean {
  for (let at = content.indexOf(marker); at >= 0; at = content.indexOf(marker, at + 1)) {
    if (!/\d/.test(content.charAt(at + marker.length))) return true;
  }
  return false;
}

/** Handles the output of a request. */
export function onPushOutput(script: Script, state: OpenState, push: OpenPush, arrived: Bounds): Advance {
  const commands = [timing('push', push.sent!, arrived)];
  return settle(script, state, { push: { ...push, outputReceived: true }, nowUs: arrived.hiUs, commands });
}

export function onPushSent(state: OpenState, id: number, sent: OpenPush['sent']): Advance {
  const push = state.memory.pushes.find((open) => open.id === id);
  if (push) replacePush(state.memory, { ...push, sent });
  return stay(state);
}

/** Handles the response: a failure ends the request, because no output will follow. */
export function onPushAnswered(script: Script, state: OpenState, event: PushAnswered): Advance {
  const push = state.memory.pushes.find((open) => open.id === event.id);
  if (!push?.sent) return stay(state);
  const { result, atUs } = event;
  if (typeof result === 'number') {
    const tookUs = elapsedUs(push.sent.loUs, atUs);
    const took: MachineCommand = { kind: 'measure', metric: 'push_http', loUs: tookUs, hiUs: tookUs, position: 0 };
    if (isGoodStatus(push.instruction, result)) {
      const change = { push, nowUs: atUs, commands: [took] };
      return expectsOutput(result)
        ? settle(script, state, { ...change, push: { ...push, accepted: true } })
        : settleWithoutOutput(script, state, change);
    }
    const message = `the ${push.instruction.route} request was answered with ${result}`;
    const failure = { difference: `status-${result}`, message };
    return giveUp(script, state, { push, nowUs: atUs, commands: [took], reason: 'refused', failure });
  }
  const failure = { difference: result.class, message: result.message };
  return giveUp(script, state, { push, nowUs: atUs, commands: [], reason: 'unreachable', failure });
}

/** Ends a request that has timed out. */
export function expirePushes(script: Script, state: OpenState, nowUs: number): Advance | undefined {
  const push = state.memory.pushes.find((open) => (pushDueUs(open) ?? Number.POSITIVE_INFINITY) <= nowUs);
  if (!push) return undefined;
  const message = `no output of the ${push.instruction.route} request within ${push.instruction.timeoutMs / 1000} s`;
  const failure = { difference: 'no-output', message };
  return giveUp(script, state, { push, nowUs, commands: [], reason: 'timed-out', failure });
}

/** A changed request, when it changed, and the commands to issue first. */
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
  const ended = [...commands, ...pushEndCommands(push, 'none-expected', nowUs)];
  return settle(script, state, {
    push: { ...push, accepted: true, outputReceived: true, pinged: true },
    nowUs,
    commands: ended,
  });
}

function settle(script: Script, state: OpenState, change: PushChange): Advance {
  const { push, commands } = change;
  if (isDone(push)) return close(script, state, change);
  replacePush(state.memory, push);
  return { state, commands };
}

function giveUp(script: Script, state: OpenState, { push, nowUs, commands, reason, failure }: GivenUp): Advance {
  const ended = { push, nowUs, commands: [...commands, ...pushEndCommands(push, reason, nowUs)] };
  return close(script, state, ended, failed('push', push.instruction.label, failure));
}

/**
 * Ends a request. If a step waits for it, the conversation continues or ends; otherwise a failure only makes the conversation
 * fail later.
 */
function close(
  script: Script,
  state: OpenState,
  { push, nowUs, commands }: PushChange,
  failure?: MachineCommand,
): Advance {
  const { memory, pc } = state;
  removePush(memory, push);
  // The flow of an inject sends its own final ping, unless that was received before the response.
  if (push.instruction.route === 'inject' && !push.pinged && !failure) memory.pendingPings += 1;
  const moment = { fromUs: nowUs, nowUs };
  if (state.phase === 'pushing' && state.id === push.id) {
    const next: Advance | NextPosition = failure
      ? failStep({ memory, pc }, nowUs, failure, push.instruction.onFailure)
      : { memory, pc: pc + 1 };
    return prepend(commands, continueFrom(script, next, moment));
  }
  if (failure) memory.failed = true;
  const reported = failure ? [...commands, failure] : commands;
  if (state.phase !== 'lingering') return { state, commands: reported };
  return prepend(reported, atEnd(memory, pc, nowUs));
}

export function replacePush(memory: Memory, push: OpenPush): void {
  memory.pushes = memory.pushes.map((open) => (open.id === push.id ? push : open));
}

export function removePush(memory: Memory, push: OpenPush): void {
  memory.pushes = memory.pushes.filter((open) => open.id !== push.id);
}
