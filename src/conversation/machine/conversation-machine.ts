import type { Bounds } from '../../platform/time/bounds.ts';

/**
 * One conversation as a machine: (context, state, event) → next state and commands. What follows depends on nothing else: events
 * carry the time, and random choices follow from seed and number. Nothing here waits, sends or measures.
 *
 * A state belongs to its conversation: its memory and its open turn are changed in place. To compare a state with the next one,
 * take a copy before (`copyState`).
 *
 *     phase         event                     next        commands
 *     connecting    ready                     the next instruction
 *     connecting    failed                    done        end-conversation (failed)
 *     connecting    cannot-connect            done        step-failed, end-conversation (failed)
 *     thinking      wake when it is due       thinking    say, then talking at `said`; or push
 *     talking       reply-chunk               talking     measure …; or as "the turn ends", if its rule is met
 *     talking       final-ping                the turn ends (rules auto, final-ping)
 *     talking       error-reply               the turn ends: errored
 *     talking       closed                    the turn ends: cut
 *     talking       wake                      talking, or the turn ends: timed-out, or by quiet
 *     waiting       the awaited output        the next instruction
 *     waiting       wake at the timeout       step-failed
 *     pushing       output and response       the next instruction; step-failed if one is missing or bad
 *     calling       called, or the timeout    see `on-called.ts`
 *     calling       closed, in a check        calling; at `called`, end-turn and done (failed)
 *     pausing       wake                      the next instruction
 *     away          wake                      reconnecting; connect
 *     reconnecting  ready                     the next instruction
 *     reconnecting  failed                    done; with onFailure: continue the next instruction
 *     reconnecting  cannot-connect            step-failed, then as failed
 *     lingering     the last output           done
 *     the turn ends                           the next instruction   end-turn; or calling, if a hook checks it
 *     any           an output of stopWhen     done        [end-turn,] end-conversation
 *     any           closed, failed            done        end-conversation (failed)
 *     any           interrupt                 done        [end-turn: interrupted,] end-conversation (interrupted; failed
 *                                                         if one of its steps has failed)
 *     done          anything                  done
 *
 * Events read before the utterance of the open turn was sent never belong to that turn: they are handled as if no turn were
 * open (`before-turn.ts`).
 *
 * "The next instruction" is `proceed.ts`: it executes instructions that take no time, up to one that does. Requests that run in
 * parallel to the steps are in `push-progress.ts`. Outputs that do not belong to the open turn are classified by
 * `take-output.ts`.
 */

import type { ErrorReplyEvent } from '../../endpoint/endpoint-connection.ts';
import { withUnknownEvent } from '../../endpoint/unknown-events.ts';
import { elapsedUs, isBefore } from '../../platform/time/elapsed.ts';
import { resumeTurn, suspendTurn } from '../turn/before-turn.ts';
import { timeoutUs } from '../turn/completion.ts';
import { concludeTurn } from '../turn/conclude-turn.ts';
import { onFinalPing } from '../turn/final-ping.ts';
import { newTurn } from '../turn/open-turn.ts';
import { roleOfOutput } from '../turn/role-of-output.ts';
import { onTyping } from '../turn/typing.ts';
import { callEndsUs, isChecking, turnUnderCheck } from './call-hook.ts';
import type {
  Advance,
  ConversationState,
  MachineCommand,
  MachineContext,
  MachineEvent,
  OpenState,
  Script,
  Thinking,
} from './conversation-state.ts';
import { finish, interrupt, interruptedIn, NO_COMMANDS, prepend, stay } from './finish.ts';
import { maskValues } from './mask-values.ts';
import { freshMemory, NEW_SESSION, type SessionMemory } from './memory.ts';
import { failed } from './next-position.ts';
import { onCalled } from './on-called.ts';
import { onWake, waitEndsUs } from './on-wake.ts';
import { pushDueUs } from './open-push.ts';
import { proceed } from './proceed.ts';
import { onPushAnswered, onPushSent } from './push-progress.ts';
import { onReplyChunk } from './take-output.ts';

/** Events of the bot. They belong to the open turn, unless they were read before it. */
type BotEvent = Extract<MachineEvent, { kind: 'reply-chunk' | 'error-reply' | 'final-ping' | 'typing' }>;

/** The initial state; `session`: the state of a kept session. */
export function start(script: Script, session: SessionMemory = NEW_SESSION): ConversationState {
  const repeatable = script.instructions.some(({ kind }) => kind === 'reconnect');
  return { phase: 'connecting', pc: 0, memory: freshMemory(session, repeatable, script.vars) };
}

/** `arrivedLoUs`: lower bound of a wire event's arrival; `event.atUs` is the upper bound. */
export function advance(
  context: MachineContext,
  state: ConversationState,
  event: MachineEvent,
  arrivedLoUs: number = event.atUs,
): Advance {
  if (state.phase === 'done') return stay(state);
  const { script } = context;
  if (event.kind === 'wake') return onWake(context, state, event.atUs);
  if (event.kind === 'said') return state.phase === 'thinking' ? onSaid(state, event.sent) : stay(state);
  const arrived: Bounds = { loUs: arrivedLoUs, hiUs: event.atUs };
  switch (event.kind) {
    case 'ready':
      return onReady(script, state, event.atUs);
    case 'failed':
      return onFailed(script, state, event.atUs);
    case 'cannot-connect':
      return prepend(
        [failed('variable', state.phase === 'reconnecting' ? 'reconnect' : 'connect', event.failure)],
        onFailed(script, state, event.atUs),
      );
    case 'closed':
      if (isChecking(state)) return stay({ ...state, purpose: { ...state.purpose, lost: true } });
      if (state.phase !== 'talking') return finish(state.memory, 'failed', event.atUs);
      return concludeTurn(context, state, {
        by: 'disconnect',
        at: arrived,
        decidedUs: event.atUs,
        failure: { difference: event.failure.class, message: event.failure.message },
      });
    case 'interrupt':
      if (state.phase !== 'talking')
        return interrupt(state.memory, interruptedIn(state), event.atUs, cutShort(state, event.atUs));
      return concludeTurn(context, state, { by: 'stop', at: arrived, decidedUs: event.atUs });
    case 'called':
      return onCalled(script, state, event);
    case 'push-sent':
      return onPushSent(state, event.id, event.sent);
    case 'push-answered':
      return onPushAnswered(script, state, event);
    case 'reply-chunk':
    case 'error-reply':
    case 'final-ping':
    case 'typing':
      return onBotEvent(context, state, event, arrived);
    case 'unknown':
      return onUnknown(state, event.name);
    case 'connected':
    case 'path':
      return stay(state);
  }
}

/** A turn without a reply reports the unknown events received instead. */
function onUnknown(state: OpenState, name: string): Advance {
  if (state.phase !== 'talking' || state.turn.replies.length > 0) return stay(state);
  state.turn.unknownEvents = withUnknownEvent(state.turn.unknownEvents, name);
  return stay(state);
}

function onBotEvent(context: MachineContext, state: OpenState, event: BotEvent, arrived: Bounds): Advance {
  if (state.phase !== 'talking' || !isBefore(arrived, state.turn.sent))
    return takeBotEvent(context, state, event, arrived);
  return resumeTurn(context, state, takeBotEvent(context, suspendTurn(state), event, arrived));
}

function takeBotEvent(context: MachineContext, state: OpenState, event: BotEvent, arrived: Bounds): Advance {
  switch (event.kind) {
    case 'reply-chunk':
      return onReplyChunk(context, state, { chunk: event, arrived });
    case 'error-reply':
      return onErrorReply(context, state, event, arrived);
    case 'final-ping':
      return onFinalPing(context, state, arrived);
    case 'typing':
      return onTyping(state, event.on, arrived);
  }
}

/** When the machine needs a `wake`; earlier or repeated ones have no effect. */
export function wakeAtUs(script: Script, state: ConversationState): number | undefined {
  if (state.phase === 'done') return undefined;
  const stepUs = stepDueUs(script, state);
  const { pushes } = state.memory;
  if (pushes.length === 0) return stepUs;
  const dues = [stepUs, ...pushes.map(pushDueUs)].filter((dueUs) => dueUs !== undefined);
  return dues.length === 0 ? undefined : Math.min(...dues);
}

function stepDueUs(script: Script, state: OpenState): number | undefined {
  switch (state.phase) {
    case 'thinking':
      return state.saying ? undefined : state.dueUs;
    case 'talking': {
      const dueUs = timeoutUs(state.turn, script.steps[state.turn.step]!);
      return Math.min(dueUs, state.turn.nextCheckUs ?? dueUs);
    }
    case 'waiting':
      return waitEndsUs(state);
    case 'calling':
      return callEndsUs(state);
    case 'pausing':
    case 'away':
      return state.untilUs;
    default:
      return undefined;
  }
}

function onReady(script: Script, state: OpenState, readyUs: number): Advance {
  const moment = { fromUs: readyUs, nowUs: readyUs };
  if (state.phase === 'connecting') return proceed(script, state.memory, 0, moment);
  if (state.phase !== 'reconnecting') return stay(state);
  state.memory.online = true;
  return proceed(script, state.memory, state.pc + 1, moment);
}

/** The connection failed: after a reconnect with `onFailure: continue` the conversation continues, else it has failed. */
function onFailed(script: Script, state: OpenState, nowUs: number): Advance {
  const { memory, pc } = state;
  const instruction = script.instructions[pc];
  const continues =
    state.phase === 'reconnecting' && instruction?.kind === 'reconnect' && instruction.onFailure === 'continue';
  if (!continues) return finish(memory, 'failed', nowUs);
  memory.failed = true;
  return proceed(script, memory, pc + 1, { fromUs: nowUs, nowUs });
}

/** Reports what an interruption outside of a turn has cut short. */
function cutShort(state: OpenState, nowUs: number): readonly MachineCommand[] {
  if (state.phase === 'calling') return turnUnderCheck(state, 'interrupted');
  return state.phase === 'waiting'
    ? [{ kind: 'wait-interrupted', waitedUs: elapsedUs(state.sinceUs, nowUs) }]
    : NO_COMMANDS;
}

function onSaid(state: Thinking, sent: Bounds): Advance {
  const { memory, pc, act, intendedUs, thinkUs } = state;
  const step = act.kind === 'say' ? act.step : 0;
  memory.begun = true;
  memory.unattributed = [];
  return stay({ phase: 'talking', memory, pc, turn: newTurn(step, intendedUs, sent, thinkUs) });
}

function onErrorReply(context: MachineContext, state: OpenState, event: ErrorReplyEvent, arrived: Bounds): Advance {
  const { script, traits } = context;
  const counted: MachineCommand[] = event.via === 'output' ? [{ kind: 'output', role: 'error' }] : [];
  const late = roleOfOutput(event, state.memory.traces, true, traits) === 'late';
  if (state.phase !== 'talking' || late) return { state, commands: counted };
  const withTexts = event.code === undefined ? event.message : `${event.code}: ${event.message}`;
  const masked = (text: string) => maskValues(text, script, state.memory);
  const failure = { difference: masked(event.code ?? 'error-reply'), message: masked(withTexts), withTexts };
  const end = { by: 'error', at: arrived, decidedUs: event.atUs, failure } as const;
  return prepend(counted, concludeTurn(context, state, end));
}

/** Whether unread events could change what the timer does: these are processed first. */
export function waitsForEvents(state: ConversationState): boolean {
  if (state.phase === 'done') return false;
  return state.phase === 'talking' || state.phase === 'waiting' || state.memory.pushes.length > 0;
}
