import { resolve } from 'node:path';
import type { HookReference } from '../../hooks/hook-reference.ts';
import { providedModule } from '../../hooks/provided-modules.ts';
import type { FindFile } from '../data/named-files.ts';
import type { Instruction } from '../instruction.ts';
import type { Conversation, SayStep } from '../scenario.ts';

/** A reference whose module is an absolute path, unless it has no file. */
export function withModule(hook: HookReference, find: FindFile): HookReference {
  if (providedModule(hook.module)) return hook;
  return { ...hook, module: resolve(find(hook.module, 'file')) };
}

/** The same for all functions that a conversation calls. */
export function placeHooks(conversation: Conversation, find: FindFile): Conversation {
  const { steps, instructions } = conversation;
  return {
    ...conversation,
    steps: steps.map((step) => placedStep(step, find)),
    instructions: instructions.map((instruction): Instruction => {
      return instruction.kind === 'call' ? { ...instruction, hook: withModule(instruction.hook, find) } : instruction;
    }),
  };
}

function placedStep(step: SayStep, find: FindFile): SayStep {
  const { utterance, expect } = step;
  if (utterance.kind !== 'call' && !expect.call) return step;
  return {
    ...step,
    utterance: utterance.kind === 'call' ? { ...utterance, hook: withModule(utterance.hook, find) } : utterance,
    expect: expect.call ? { ...expect, call: withModule(expect.call, find) } : expect,
  };
}
