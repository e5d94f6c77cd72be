import type { StopRule } from '../../scenario/scenario.ts';
import { callHook } from '../machine/call-hook.ts';
import type { Advance, MachineCommand, MachineContext, Script, Talking } from '../machine/conversation-state.ts';
import { finish, interrupt, prepend } from '../machine/finish.ts';
import type { NextPosition } from '../machine/next-position.ts';
import { proceed } from '../machine/proceed.ts';
import { checkDeps } from '../machine/script-scope.ts';
import { type DecidedEnd, type EndedTurn, endTurn } from './ended-turn.ts';
import type { Reply } from './open-turn.ts';
import { noteTurnTrace } from './role-of-output.ts';

const NOTHING: readonly Reply[] = [];

/** The end of a turn. */
export interface Conclusion extends DecidedEnd {
  /** The rule of `stopWhen` that an output matched. */
  readonly rule?: StopRule;
}

/** Judges the ended turn; then the conversation ends or continues. A check by a hook comes last, because it takes time. */
export function concludeTurn({ script, traits }: MachineContext, state: Talking, end: Conclusion): Advance {
  const { rule, decidedUs } = end;
  const { turn, memory, pc } = state;
  const step = script.steps[turn.step]!;
  const ended = endTurn(turn, step, end, checkDeps(script, memory, pc));
  const bad = ended.outcome !== 'completed' && ended.outcome !== 'interrupted';
  const differ = noteTurnTrace(memory.traces, turn.traceId);
  const commands: MachineCommand[] = [{ kind: 'end-turn', turn: ended }];
  if (differ && !traits.tracesDiffer) commands.push({ kind: 'notice', notice: 'traces-differ' });
  const isPingMissing = end.by === 'timeout' && step.completion.kind === 'auto' && turn.lastOutput !== undefined;
  if (isPingMissing && !turn.missedPing) commands.push({ kind: 'notice', notice: 'missed-ping' });
  memory.inputs += 1;
  memory.thoughtUs += turn.thinkUs;
  // A session is served in order: after the ping of this turn, no earlier one can follow.
  memory.pendingPings = end.by === 'final-ping' ? 0 : Math.max(0, memory.pendingPings + 1);
  memory.failed ||= bad || rule?.as === 'failed';
  if (ended.captured) memory.variables = { ...memory.variables, ...ended.captured };
  memory.lastReplies = script.needsLastReplies ? turn.replies : NOTHING;
  if (end.by === 'stop') return interrupt(memory, 'in-turn', decidedUs, commands);
  const stops = bad && (step.onFailure === 'stop' || end.by === 'disconnect');
  if (rule && script.traced) commands.push({ kind: 'stopped', rule });
  if (stops || rule) return finish(memory, memory.failed ? 'failed' : 'completed', decidedUs, commands);
  return continueAfter(script, { memory, pc }, ended, { end, commands });
}

/** A completed turn that a hook checks is reported once the hook has judged it. */
function continueAfter(
  script: Script,
  { memory, pc }: NextPosition,
  ended: EndedTurn,
  { end, commands }: { readonly end: Conclusion; readonly commands: readonly MachineCommand[] },
): Advance {
  const moment = { fromUs: end.at.hiUs, nowUs: end.decidedUs };
  const { expect, timeoutMs } = script.steps[ended.step]!;
  if (expect.call === undefined || ended.outcome !== 'completed')
    return prepend(commands, proceed(script, memory, pc + 1, moment));
  const purpose = { kind: 'check', ended, lost: false } as const;
  return prepend(commands.slice(1), callHook(script, memory, pc, { hook: expect.call, purpose, timeoutMs, moment }));
}
