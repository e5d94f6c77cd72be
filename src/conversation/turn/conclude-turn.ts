import type { StopRule } from '../../scenario/scenario.ts';
import type { Failure } from '../checks/failure.ts';
import type { Advance, Command, Script, Talking } from '../machine/conversation-state.ts';
import { finish, interrupt, prepend } from '../machine/finish.ts';
import { proceed } from '../machine/proceed.ts';
import { checkContext } from '../machine/script-scope.ts';
import type { TargetTraits } from '../target-traits.ts';
import type { TurnEnd } from './completion.ts';
import { endTurn } from './ended-turn.ts';
import type { Reply } from './open-turn.ts';
import { tracesAfterTurn } from './role-of-output.ts';

const NOTHING: readonly Reply[] = [];

/** The turn has ended: it is judged, and the conversation ends or goes on. `rule`: an output of `stopWhen` ended it. */
export function concludeTurn(
  script: Script,
  state: Talking,
  end: TurnEnd,
  traits: TargetTraits,
  decidedUs: number,
  failure?: Failure,
  rule?: StopRule,
): Advance {
  const { turn, memory, pc } = state;
  const step = script.steps[turn.step]!;
  const { ended, variables } = endTurn(turn, step, { ...end, decidedUs, failure }, checkContext(script, memory, pc));
  const bad = ended.outcome !== 'completed' && ended.outcome !== 'interrupted';
  const { traces, differ } = tracesAfterTurn(memory.traces, turn.traceId);
  const commands: Command[] = [{ kind: 'end-turn', turn: ended }];
  if (differ && !traits.tracesDiffer) commands.push({ kind: 'notice', notice: 'traces-differ' });
  const unpinged = end.by === 'timeout' && step.completion.kind === 'auto' && turn.lastOutput !== undefined;
  if (unpinged && !turn.missedPing) commands.push({ kind: 'notice', notice: 'missed-ping' });
  const after = {
    ...memory,
    inputs: memory.inputs + 1,
    thoughtUs: memory.thoughtUs + turn.thinkUs,
    traces,
    // A session is served in order: once this turn's ping has come, no earlier one can follow.
    pingsOwed: end.by === 'final-ping' ? 0 : Math.max(0, memory.pingsOwed + 1),
    failed: memory.failed || bad || rule?.as === 'failed',
    variables: variables ? { ...memory.variables, ...variables } : memory.variables,
    lastReplies: script.looksBack ? turn.replies : NOTHING,
  };
  if (end.by === 'stop') return interrupt(after, 'in-turn', decidedUs, commands);
  const stops = bad && (step.onFailure === 'stop' || end.by === 'disconnect');
  if (stops || rule) return finish(after, after.failed ? 'failed' : 'completed', decidedUs, commands);
  return prepend(commands, proceed(script, after, pc + 1, { fromUs: end.at.hiUs, nowUs: decidedUs }));
}
