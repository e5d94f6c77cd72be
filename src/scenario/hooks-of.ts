import type { HookReference } from '../hooks/hook-reference.ts';
import type { Conversation } from './scenario.ts';

/** The functions of the user that these conversations call, each once per place. */
export function hooksOf(
  conversations: readonly Pick<Conversation, 'steps' | 'instructions'>[],
): readonly HookReference[] {
  return conversations.flatMap(({ steps, instructions }) => [
    ...instructions.flatMap((instruction) => (instruction.kind === 'call' ? [instruction.hook] : [])),
    ...steps.flatMap(({ utterance, expect }) => [
      ...(utterance.kind === 'call' ? [utterance.hook] : []),
      ...(expect.call ? [expect.call] : []),
    ]),
  ]);
}
