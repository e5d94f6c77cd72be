import type { StopRule } from '../../scenario/scenario.ts';
import type { Advance, MachineCommand, MachineContext, Talking } from '../machine/conversation-state.ts';
import { finish, interrupt, prepend } from '../machine/finish.ts';
import { proceed } from '../machine/proceed.ts';
import { checkDeps } from '../machine/script-scope.ts';
import { type DecidedEnd, endTurn } from './ended-turn.ts';
import type { Reply } from './open-turn.ts';
import { tracesAfterTurn } from './role-of-output.ts';

const NOTHING: readonly Reply[] = [];

/** The end of a turn. */
export interface Conclusion extends DecidedEnd {
  /** The rule of `stopWhen` that an output matched. */
  readonly rule?: StopRule;
}

/** Judges the ended turn; then the conversation ends or continues. */
export function concludeTurn({ script, traits }: MachineContext, state: Talking, end: Conclusion): Advance {
  const { rule, decidedUs } = end;
  const { turn, memory, pc } = state;
  const step = script.steps[turn.step]!;
  const { ended, variables } = endTurn(turn, step, end, checkDeps(script, memory, pc));
  const bad = ended.outcome !== 'completed' && ended.outcome !== 'interrupted';
  const { traces, differ } = tracesAfterTurn(memory.traces, turn.traceId);
  const commands: MachineCommand[] = [{ kind: 'end-turn', turn: ended }];
  if (differ && !traits.tracesDiffer) commands.push({ kind: 'notice', notice: 'traces-differ' });
  const isPingMissing = end.by === 'timeout' && step.completion.kind === 'auto' && turn.lastOutput !== undefined;
  if (isPingMissing && !turn.missedPing) commands.push({ kind: 'notice', notice: 'missed-ping' });
  const after = {
    ...memory,
    inputs: memory.inputs + 1,
    thoughtUs: memory.thoughtUs + turn.thinkUs,
    traces,
    // A session is served in order: after the ping of this turn, no earlier one can follow.
    pendingPings: end.by === 'final-ping' ? 0 : Math.max(0, memory.pendingPings + 1),
    failed: memory.failed || bad || rule?.as === 'failed',
    variables: variables ? { ...memory.variables, ...variables } : memory.variables,
    lastReplies: script.needsLastReplies ? turn.replies : NOTHING,
  };
  if (end.by === 'stop') return interrupt(after, 'in-turn', decidedUs, commands);
  const stops = bad && (step.onFailure === 'stop' || end.by === 'disconnect');
  if (rule && script.traced) commands.push({ kind: 'stopped', rule });
  if (stops || rule) return finish(after, after.failed ? 'failed' : 'completed', decidedUs, commands);
  return prepend(commands, proceed(script, after, pc + 1, { fromUs: end.at.hiUs, nowUs: decidedUs }));
}
