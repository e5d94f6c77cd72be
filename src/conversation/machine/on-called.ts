import { elapsedUs } from '../../platform/time/elapsed.ts';
import type { Failure } from '../checks/failure.ts';
import { callFailure } from '../hooks/call-failure.ts';
import { type CallEnd, type CallProblem, readSpoken, readVariables, readVerdict } from '../hooks/read-result.ts';
import { repliesFor } from './call-hook.ts';
import type { Called, Calling, CheckPurpose } from './calling.ts';
import type { Advance, MachineCommand, OpenState, Script } from './conversation-state.ts';
import { finish, prepend, stay } from './finish.ts';
import { maskValues } from './mask-values.ts';
import { sayReturned, type Unable } from './next-act.ts';
import { failed, failStep, type Moment, type NextPosition } from './next-position.ts';
import { continueFrom, proceed } from './proceed.ts';
import { startThinking } from './start-thinking.ts';

/**
 * A hook has returned or thrown. What follows depends on what it is for:
 *
 *     call     variables                  the next instruction, with them
 *     call     threw, timed out, else     step-failed; the next instruction, or done
 *     say      a text                     thinking: due at the end of its think time, which began with the call, or now
 *     say      threw, timed out, else     step-failed; the next instruction, or done
 *     check    true or nothing            end-turn, with the instant at which the turn ended; the next instruction
 *     check    threw, timed out, else     end-turn (mismatched); the next instruction, or done
 *     any      an earlier call, which has timed out: ignored
 */
export function onCalled(script: Script, state: OpenState, { id, result, atUs }: Called): Advance {
  return state.phase === 'calling' && state.id === id ? resume(script, state, result, atUs) : stay(state);
}

export function expireCall(script: Script, state: Calling, nowUs: number): Advance {
  return resume(script, state, { kind: 'timed-out', timeoutMs: state.timeoutMs }, nowUs);
}

function resume(script: Script, state: Calling, end: CallEnd, nowUs: number): Advance {
  const { memory, pc, purpose } = state;
  const tookUs = elapsedUs(state.sinceUs, nowUs);
  // As think time, it is not the bot's time.
  memory.thoughtUs += tookUs;
  const moment: Moment = { fromUs: state.fromUs, nowUs, hookUs: state.hookUs + tookUs };
  switch (purpose.kind) {
    case 'call': {
      const { label, onFailure } = purpose.instruction;
      const read = readVariables(end);
      if ('value' in read) {
        memory.variables = { ...memory.variables, ...read.value };
        return proceed(script, memory, pc + 1, moment);
      }
      const failure = failed('call', label, failureOf(script, state, read));
      return continueFrom(script, failStep({ memory, pc }, nowUs, failure, onFailure), moment);
    }
    case 'say': {
      const step = script.steps[purpose.step]!;
      const read = readSpoken(end);
      const act =
        'value' in read
          ? sayReturned(script, memory, pc, { step: purpose.step, spoken: read.value })
          : ({ unable: 'call', failure: failureOf(script, state, read) } satisfies Unable);
      return continueFrom(script, startThinking(script, { memory, pc }, moment, { act, step }), moment);
    }
    case 'check': {
      const read = readVerdict(end);
      const failure = 'value' in read ? undefined : failureOf(script, state, read);
      return endCheckedTurn(script, { memory, pc }, purpose, { moment, failure });
    }
  }
}

/** Reports the turn, with the instant at which it ended; `failure`: what the hook has found. */
function endCheckedTurn(
  script: Script,
  { memory, pc }: NextPosition,
  { ended, lost }: CheckPurpose,
  { moment, failure }: { readonly moment: Moment; readonly failure: Failure | undefined },
): Advance {
  const turn = failure ? ({ ...ended, outcome: 'mismatched', failure } as const) : ended;
  const commands: readonly MachineCommand[] = [{ kind: 'end-turn', turn }];
  if (failure) memory.failed = true;
  const stops = failure !== undefined && script.steps[ended.step]!.onFailure === 'stop';
  if (stops || lost) return finish(memory, 'failed', moment.nowUs, commands);
  return prepend(commands, proceed(script, memory, pc + 1, moment));
}

function failureOf(script: Script, { hook, memory, purpose }: Calling, problem: CallProblem): Failure {
  return callFailure(hook, problem, repliesFor(purpose, memory), (text) => maskValues(text, script, memory));
}
