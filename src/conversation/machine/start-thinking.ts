import type { OnFailure } from '../../scenario/instruction.ts';
import { drawThinkMs, type ThinkTime } from '../../scenario/think-time.ts';
import type { Advance, MachineCommand, NextAct, Script } from './conversation-state.ts';
import { NO_COMMANDS, stay } from './finish.ts';
import { visibleReplies } from './memory.ts';
import type { Unable } from './next-act.ts';
import { failed, failStep, type Moment, type NextPosition } from './next-position.ts';
import { drawAt } from './script-scope.ts';

/** What a step will send, or why it cannot. */
interface PreparedAct {
  readonly act: NextAct | Unable;
  readonly step: { readonly label: string; readonly think: ThinkTime; readonly onFailure: OnFailure };
}

/** Starts the think time before an utterance or request. */
export function startThinking(
  script: Script,
  at: NextPosition,
  moment: Moment,
  { act, step }: PreparedAct,
): Advance | NextPosition {
  const { memory, pc } = at;
  if ('unable' in act) {
    return failStep(at, moment.nowUs, failed(act.unable, step.label, act.failure), step.onFailure);
  }
  if (script.anchorUs !== undefined && !memory.begun) {
    const dueUs = moment.nowUs;
    const intendedUs = moment.hookUs === undefined ? script.anchorUs : Math.max(script.anchorUs, dueUs);
    return stay({ phase: 'thinking', memory, pc, intendedUs, dueUs, thinkUs: 0, act, saying: false });
  }
  const thinkUs = thinkTimeUs(script, at, step.think, act);
  const dueUs = Math.max(moment.fromUs + thinkUs, moment.nowUs);
  const typing: readonly MachineCommand[] =
    act.kind === 'say' && act.typing ? [{ kind: 'typing', on: true }] : NO_COMMANDS;
  return {
    state: {
      phase: 'thinking',
      memory,
      pc,
      intendedUs: dueUs,
      dueUs,
      thinkUs: notCounted(thinkUs, moment),
      act,
      saying: false,
    },
    commands: typing,
  };
}

/** The part of a think time or pause that has not already been counted while hooks ran. */
export function notCounted(timeUs: number, { hookUs = 0 }: Moment): number {
  return Math.max(0, timeUs - hookUs);
}

function thinkTimeUs(script: Script, { memory, pc }: NextPosition, think: ThinkTime, act: NextAct): number {
  if (think.kind === 'constant') return think.ms * 1000;
  const read = visibleReplies(memory).reduce((sum, { text }) => sum + text.length, 0);
  const typed = act.kind === 'say' ? act.input.text.length : act.body.text.length;
  return drawThinkMs(think, drawAt(script, memory, pc, 'think')(), { read, typed }) * 1000;
}
