/**
 * One conversation as a pure machine: (script, state, event, habits) → next state and commands.
 * Time comes with the events; chance has been drawn into the script. Nothing here waits, sends or measures.
 *
 *     phase       event                     next        commands
 *     connecting  ready                     thinking
 *     connecting  failed                    done        end-conversation (failed, `connect`)
 *     thinking    wake at the intended time thinking    say
 *     thinking    said                      talking
 *     thinking    closed                    done        end-conversation (failed, `disconnect`)
 *     talking     reply-chunk               talking     measure …; or as "the turn ends" when the rule asks for it
 *     talking     final-ping                the turn ends (rules auto, final-ping)
 *     talking     error-reply               the turn ends: errored
 *     talking     closed                    the turn ends: cut
 *     talking     wake                      talking, or the turn ends: timed-out, or by silence
 *     the turn ends                         thinking (next step) | done     end-turn [, end-conversation]
 *     any         interrupt                 done        [end-turn: interrupted,] end-conversation (interrupted)
 *     done        anything                  done
 *
 * Outputs without an open turn, or with the trace id of an ended one, are told apart by `role-of-output.ts`;
 * they never touch the open turn.
 */
import type { ErrorReplyEvent, ReplyChunkEvent, SentInstant } from '../endpoint/endpoint-connection.ts';
import { endByReplies, endsByPing, look, lookAfterOutput, type TurnEnd, timeoutUs } from './completion.ts';
import type {
  Advance,
  Command,
  ConversationState,
  MachineEvent,
  Script,
  Talking,
  Thinking,
} from './conversation-state.ts';
import { type ConversationOutcome, endTurn } from './ended-turn.ts';
import { addChunk, type Edges, openTurn } from './open-turn.ts';
import { timingsOfChunk } from './reply-timing.ts';
import { roleOfOutput, type Traces, tracesAfterTurn } from './role-of-output.ts';
import type { TargetHabits } from './target-habits.ts';

export const START: ConversationState = { phase: 'connecting' };
const DONE: ConversationState = { phase: 'done' };
const NO_COMMANDS: readonly Command[] = [];

/** `arrivedLoUs`: lower edge of a wire event's arrival; `event.atUs` is the upper one. */
export function advance(
  script: Script,
  state: ConversationState,
  event: MachineEvent,
  habits: TargetHabits,
  arrivedLoUs: number = event.atUs,
): Advance {
  if (state.phase === 'done') return stay(state);
  const arrived: Edges = { loUs: arrivedLoUs, hiUs: event.atUs };
  switch (event.kind) {
    case 'ready':
      return state.phase === 'connecting' ? beginTalking(script, event.atUs) : stay(state);
    case 'failed':
      return finish('failed', []);
    case 'closed':
      if (state.phase !== 'talking') return finish('failed', []);
      return concludeTurn(script, state, { by: 'disconnect', at: arrived }, habits, event.atUs, event.failure.message);
    case 'interrupt':
      if (state.phase !== 'talking') return finish('interrupted', []);
      return concludeTurn(script, state, { by: 'stop', at: arrived }, habits, event.atUs);
    case 'wake':
      return onWake(script, state, event.atUs, habits);
    case 'said':
      return state.phase === 'thinking' ? onSaid(state, event.sent) : stay(state);
    case 'reply-chunk':
      return onReplyChunk(script, state, event, arrived, habits);
    case 'error-reply':
      return onErrorReply(script, state, event, arrived, habits);
    case 'final-ping':
      return onFinalPing(script, state, arrived, habits);
    case 'typing':
      return onTyping(state, event.on, arrived);
    case 'connected':
    case 'unknown':
      return stay(state);
  }
}

/** When the machine wants a `wake`; an earlier or repeated one does no harm. */
export function wakeAtUs(script: Script, state: ConversationState): number | undefined {
  if (state.phase === 'thinking') return state.saying ? undefined : state.intendedUs;
  if (state.phase !== 'talking') return undefined;
  const dueUs = timeoutUs(state.turn, script.steps[state.turn.step]!);
  return Math.min(dueUs, state.turn.lookUs ?? dueUs);
}

function beginTalking(script: Script, readyUs: number): Advance {
  return stay({
    phase: 'thinking',
    step: 0,
    intendedUs: readyUs + script.thinkUs[0]!,
    saying: false,
    traces: { ended: [], last: undefined },
    pingsOwed: 0,
    failed: false,
  });
}

function onSaid(state: Thinking, sent: SentInstant): Advance {
  const { traces, pingsOwed, failed } = state;
  return stay({ phase: 'talking', traces, pingsOwed, failed, turn: openTurn(state.step, state.intendedUs, sent) });
}

function onWake(script: Script, state: ConversationState, nowUs: number, habits: TargetHabits): Advance {
  if (state.phase === 'thinking') {
    if (state.saying || nowUs < state.intendedUs) return stay(state);
    return {
      state: { ...state, saying: true },
      commands: [{ kind: 'say', step: state.step, intendedUs: state.intendedUs }],
    };
  }
  if (state.phase !== 'talking') return stay(state);
  const seen = look(state.turn, script.steps[state.turn.step]!, habits, nowUs);
  const notices: Command[] = seen.missed ? [{ kind: 'notice', notice: 'missed-ping' }] : [];
  if (seen.kind === 'ended') return prepend(notices, concludeTurn(script, state, seen.end, habits, nowUs));
  const turn = { ...state.turn, lookUs: seen.lookUs, missedPing: state.turn.missedPing || seen.missed };
  return { state: { ...state, turn }, commands: notices };
}

function onReplyChunk(
  script: Script,
  state: ConversationState,
  chunk: ReplyChunkEvent,
  arrived: Edges,
  habits: TargetHabits,
): Advance {
  const role = roleOfOutput(chunk, tracesOf(state), state.phase === 'talking', habits);
  const counted: Command = { kind: 'output', role };
  if (state.phase !== 'talking' || role === 'late' || role === 'unsolicited') return { state, commands: [counted] };
  const step = script.steps[state.turn.step]!;
  const measures = timingsOfChunk(state.turn, chunk, arrived).map(
    (timing): Command => ({ kind: 'measure', ...timing }),
  );
  const turn = { ...addChunk(state.turn, chunk, arrived), lookUs: lookAfterOutput(step, habits, arrived.hiUs) };
  const end = endByReplies(turn, step);
  const next = { ...state, turn };
  if (!end) return { state: next, commands: [counted, ...measures] };
  return prepend([counted, ...measures], concludeTurn(script, next, end, habits, arrived.hiUs));
}

function onErrorReply(
  script: Script,
  state: ConversationState,
  event: ErrorReplyEvent,
  arrived: Edges,
  habits: TargetHabits,
): Advance {
  const counted: Command[] = event.via === 'output' ? [{ kind: 'output', role: 'error' }] : [];
  const late = roleOfOutput(event, tracesOf(state), true, habits) === 'late';
  if (state.phase !== 'talking' || late) return { state, commands: counted };
  const message = event.code === undefined ? event.message : `${event.code}: ${event.message}`;
  return prepend(counted, concludeTurn(script, state, { by: 'error', at: arrived }, habits, event.atUs, message));
}

function onFinalPing(script: Script, state: ConversationState, arrived: Edges, habits: TargetHabits): Advance {
  const noticed: Command[] = [{ kind: 'notice', notice: 'final-ping' }];
  if (state.phase === 'connecting' || state.phase === 'done') return { state, commands: noticed };
  const owed = state.pingsOwed > 0 && (state.phase === 'thinking' || state.turn.replies.length === 0);
  if (owed) return { state: { ...state, pingsOwed: state.pingsOwed - 1 }, commands: noticed };
  if (state.phase !== 'talking') return { state, commands: noticed };
  if (!endsByPing(script.steps[state.turn.step]!)) {
    // The turn goes on by its own rule, but its ping has come: −1 cancels the debt that its end will note.
    return { state: { ...state, pingsOwed: state.pingsOwed - 1 }, commands: noticed };
  }
  return prepend(noticed, concludeTurn(script, state, { by: 'final-ping', at: arrived }, habits, arrived.hiUs));
}

function onTyping(state: ConversationState, on: boolean, arrived: Edges): Advance {
  if (state.phase !== 'talking') return stay(state);
  const sinceUs = state.turn.typingSinceUs;
  const turn = { ...state.turn, typingSinceUs: on ? (sinceUs ?? arrived.hiUs) : undefined };
  if (on || sinceUs === undefined) return stay({ ...state, turn });
  const hiUs = arrived.hiUs - sinceUs;
  return { state: { ...state, turn }, commands: [{ kind: 'measure', metric: 'typing', loUs: hiUs, hiUs }] };
}

function concludeTurn(
  script: Script,
  state: Talking,
  end: TurnEnd,
  habits: TargetHabits,
  decidedUs: number,
  failure?: string,
): Advance {
  const step = script.steps[state.turn.step]!;
  const ended = endTurn(state.turn, step, end, decidedUs, failure);
  const bad = ended.outcome !== 'completed';
  const { traces, differ } = tracesAfterTurn(state.traces, state.turn.traceId);
  const commands: Command[] = [{ kind: 'end-turn', turn: ended }];
  if (differ && !habits.tracesDiffer) commands.push({ kind: 'notice', notice: 'traces-differ' });
  const unpinged = end.by === 'timeout' && step.completion.kind === 'auto' && state.turn.lastOutput !== undefined;
  if (unpinged && !state.turn.missedPing) commands.push({ kind: 'notice', notice: 'missed-ping' });
  const failed = state.failed || bad;
  const nextStep = state.turn.step + 1;
  const stops = bad && (step.onFailure === 'stop' || end.by === 'disconnect' || end.by === 'stop');
  if (stops || nextStep === script.steps.length) {
    return finish(end.by === 'stop' ? 'interrupted' : failed ? 'failed' : 'completed', commands);
  }
  const intendedUs = Math.max(end.at.hiUs + script.thinkUs[nextStep]!, decidedUs);
  // A session is served in order: once this turn's ping has come, no earlier one can follow.
  const pingsOwed = end.by === 'final-ping' ? 0 : Math.max(0, state.pingsOwed + 1);
  return {
    state: { phase: 'thinking', step: nextStep, intendedUs, saying: false, traces, pingsOwed, failed },
    commands,
  };
}

function finish(outcome: ConversationOutcome, before: readonly Command[]): Advance {
  return { state: DONE, commands: [...before, { kind: 'end-conversation', outcome }] };
}

const NO_TRACES: Traces = { ended: [], last: undefined };
const tracesOf = (state: ConversationState) => ('traces' in state ? state.traces : NO_TRACES);
const stay = (state: ConversationState): Advance => ({ state, commands: NO_COMMANDS });
const prepend = (before: readonly Command[], { state, commands }: Advance): Advance => ({
  state,
  commands: before.length === 0 ? commands : [...before, ...commands],
});
