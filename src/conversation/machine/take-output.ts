import type { StopRule } from '../../scenario/scenario.ts';
import { describeCheck } from '../checks/describe-check.ts';
import { type Disclosure, HASHED, IN_CLEAR } from '../checks/disclosure.ts';
import { passes } from '../checks/judge-reply.ts';
import { endByReplies, nextCheckUs } from '../turn/completion.ts';
import { concludeTurn } from '../turn/conclude-turn.ts';
import { type ArrivedChunk, addChunk, addToReplies, continuedReply, type Reply } from '../turn/open-turn.ts';
import { isCrosstalk, isRepeat, outputKey, remember } from '../turn/repeated-output.ts';
import { timing, timingsOfChunk } from '../turn/reply-timing.ts';
import { noteTrace, type OutputRole, roleOfOutput } from '../turn/role-of-output.ts';
import { turnUnderCheck } from './call-hook.ts';
import type { Advance, MachineCommand, MachineContext, OpenState, Script, Talking } from './conversation-state.ts';
import { finish, prepend, stay } from './finish.ts';
import { addLastReplies, addUnattributed, type Memory } from './memory.ts';
import { failed } from './next-position.ts';
import type { OpenPush } from './open-push.ts';
import { consume, proceed } from './proceed.ts';
import { answeredPush, onPushOutput, removePush } from './push-progress.ts';
import { checkDeps, sessionIdOf } from './script-scope.ts';

/** Handles one output: it belongs to the open turn, answers a request, is awaited, or is only counted. */
export function onReplyChunk(context: MachineContext, state: OpenState, output: ArrivedChunk): Advance {
  const { script, traits } = context;
  const { chunk, arrived } = output;
  if (script.marker && isCrosstalk(chunk, script.sessionPrefix, sessionIdOf(script, state.memory))) {
    return counted(state, 'crosstalk');
  }
  const key = state.memory.seen && chunk.shows !== 'marker' ? outputKey(chunk) : undefined;
  if (traits.tracesDiffer && isRepeat(state.memory, key)) return counted(state, 'duplicate');
  remember(state.memory, key);
  const push = answeredPush(context, state, output);
  if (push) return counted(state, 'pushed', onRequestOutput(context, state, push, output));
  const role = roleOfOutput(chunk, state.memory.traces, state.phase === 'talking', traits);
  if (state.phase === 'talking' && (role === 'attributed' || chunk.shows !== 'content')) {
    return counted(state, role, onTurnOutput(context, state, output));
  }
  if (chunk.shows === 'content') return counted(state, role, onOtherOutput(context, state, output));
  // Blank chunks of a stream that started outside a turn still belong to its text.
  if (continuedReply(state.memory.unattributed, chunk) >= 0) addUnattributed(state.memory, chunk, arrived);
  return counted(state, role);
}

function counted(state: OpenState, role: OutputRole, then: Advance = stay(state)): Advance {
  return prepend(COUNTED[role], then);
}

const count = (role: OutputRole): readonly MachineCommand[] => [{ kind: 'output', role }];

const COUNTED: Readonly<Record<OutputRole, readonly MachineCommand[]>> = {
  attributed: count('attributed'),
  marker: count('marker'),
  blank: count('blank'),
  error: count('error'),
  late: count('late'),
  unsolicited: count('unsolicited'),
  pushed: count('pushed'),
  duplicate: count('duplicate'),
  crosstalk: count('crosstalk'),
};

function onTurnOutput(context: MachineContext, state: Talking, { chunk, arrived }: ArrivedChunk): Advance {
  const { script, traits } = context;
  const { turn } = state;
  const step = script.steps[turn.step]!;
  const measures: readonly MachineCommand[] = timingsOfChunk(turn, chunk, arrived);
  addChunk(turn, chunk, arrived, nextCheckUs(step, traits, arrived.hiUs));
  const rule = stopRule(script, state, turn.replies);
  if (rule) {
    const end = { by: 'stop-when', at: arrived, decidedUs: arrived.hiUs, rule } as const;
    return prepend([...measures, ...failureOfRule(rule, turn.replies)], concludeTurn(context, state, end));
  }
  const end = endByReplies(turn, step, () => checkDeps(script, state.memory, state.pc));
  if (!end) return { state, commands: measures };
  return prepend(measures, concludeTurn(context, state, { ...end, decidedUs: arrived.hiUs }));
}

/** A late or unsolicited output, which a wait step may await, or which may match `stopWhen`. */
function onOtherOutput(context: MachineContext, state: OpenState, { chunk, arrived }: ArrivedChunk): Advance {
  const { script } = context;
  const { memory } = state;
  addUnattributed(memory, chunk, arrived);
  const rule = stopRule(script, state, memory.unattributed.slice(-1));
  if (rule && state.phase === 'talking') {
    const end = { by: 'stop-when', at: arrived, decidedUs: arrived.hiUs, rule } as const;
    return prepend(failureOfRule(rule, memory.unattributed), concludeTurn(context, state, end));
  }
  if (rule) {
    const stopped = stopConversation(script, memory, rule, { replies: memory.unattributed, nowUs: arrived.hiUs });
    return state.phase === 'calling' ? prepend(turnUnderCheck(state, 'completed'), stopped) : stopped;
  }
  if (state.phase !== 'waiting') return stay(state);
  const found = memory.unattributed.findIndex((reply) =>
    passes(state.instruction.check, [reply], checkDeps(script, memory, state.pc)),
  );
  if (found < 0) return stay(state);
  consume(memory, found);
  const { sinceUs } = state;
  const waited = timing('wait', { loUs: sinceUs, hiUs: sinceUs }, arrived);
  // It may have been read before the step started, and delivered afterwards.
  const seenUs = Math.max(arrived.hiUs, sinceUs);
  const moment = { fromUs: seenUs, nowUs: seenUs };
  return prepend([waited], proceed(script, memory, state.pc + 1, moment));
}

/** The output of a request: if no step waits for the request, it is also handled like an unsolicited output. */
function onRequestOutput(context: MachineContext, state: OpenState, push: OpenPush, output: ArrivedChunk): Advance {
  const { script } = context;
  const { memory } = state;
  const { chunk, arrived } = output;
  const awaited = state.phase === 'pushing' && state.id === push.id;
  const replies = addToReplies([], chunk, arrived);
  const rule = awaited ? stopRule(script, state, replies) : undefined;
  // Further outputs of its flow belong to no turn.
  if (push.instruction.route === 'inject' && chunk.traceId !== undefined) noteTrace(memory.traces, chunk.traceId);
  if (awaited) addLastReplies(memory, replies);
  if (rule) {
    removePush(memory, push);
    const stopped = stopConversation(script, memory, rule, { replies, nowUs: arrived.hiUs });
    return prepend([timing('push', push.sent!, arrived)], stopped);
  }
  const { state: next, commands } = onPushOutput(script, state, push, arrived);
  if (awaited || next.phase === 'done') return { state: next, commands };
  return prepend(commands, onOtherOutput(context, next, output));
}

/** Ends the conversation by a rule of `stopWhen` without an open turn. */
function stopConversation(script: Script, memory: Memory, rule: StopRule, { replies, nowUs }: Stop): Advance {
  const outcome = rule.as === 'failed' || memory.failed ? 'failed' : 'completed';
  const decision: readonly MachineCommand[] = script.traced ? [{ kind: 'stopped', rule }] : [];
  return finish(memory, outcome, nowUs, [...failureOfRule(rule, replies), ...decision]);
}

interface Stop {
  /** The last of them matches the rule. */
  readonly replies: readonly Reply[];
  readonly nowUs: number;
}

/** The failure of a conversation that a rule of `stopWhen` ends as failed. */
function failureOfRule({ as, when }: StopRule, replies: readonly Reply[]): MachineCommand[] {
  if (as !== 'failed') return [];
  const check = describeCheck(when);
  const said = [replies.at(-1)?.text ?? ''];
  const messageFor = ({ texts }: Disclosure) => `${texts(said)} ends the conversation as failed`;
  return [
    failed('stop-when', 'stopWhen', {
      check,
      difference: 'met',
      message: messageFor(HASHED),
      withTexts: messageFor(IN_CLEAR),
    }),
  ];
}

/** The rule of `stopWhen` that the last of these replies matches. */
function stopRule(script: Script, { memory, pc }: OpenState, replies: readonly Reply[]): StopRule | undefined {
  if (script.stopWhen.length === 0) return undefined;
  const last = replies.slice(-1);
  return script.stopWhen.find(({ when }) => passes(when, last, checkDeps(script, memory, pc)));
}
