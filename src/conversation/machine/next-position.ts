import type { StepFailure } from '../../measure/series.ts';
import type { OnFailure } from '../../scenario/instruction.ts';
import type { Failure } from '../checks/failure.ts';
import type { Advance, MachineCommand } from './conversation-state.ts';
import { finish } from './finish.ts';
import type { Memory } from './memory.ts';

/** `fromUs`: when the previous instruction ended; `nowUs`: when palaver knew. */
export interface Moment {
  readonly fromUs: number;
  readonly nowUs: number;
  /** How long hooks have run since then. */
  readonly hookUs?: number;
}

/** Result of an instruction that took no time: where to continue. */
export interface NextPosition {
  readonly memory: Memory;
  readonly pc: number;
  readonly commands?: readonly MachineCommand[];
}

/** A step failed: the conversation ends, or continues with the next step. */
export function failStep(
  { memory, pc }: NextPosition,
  nowUs: number,
  failure: MachineCommand,
  onFailure: OnFailure,
): Advance | NextPosition {
  if (onFailure === 'stop') return finish(memory, 'failed', nowUs, [failure]);
  memory.failed = true;
  return { memory, pc: pc + 1, commands: [failure] };
}

export function failed(reason: StepFailure, label: string, failure: Failure): MachineCommand {
  return { kind: 'step-failed', reason, label, failure };
}
