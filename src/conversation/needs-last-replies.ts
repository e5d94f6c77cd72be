import type { Conversation } from '../scenario/scenario.ts';

type Steps = Pick<Conversation, 'steps' | 'instructions'>;

const known = new WeakMap<Steps['instructions'], boolean>();

/**
 * Whether any step depends on the replies of an earlier turn: a branch, a `while`, a press step, a hook, a reading time. Otherwise
 * replies need not be kept while the user thinks, which saves memory.
 */
export function needsLastReplies(conversation: Steps): boolean {
  const { instructions } = conversation;
  const answer = known.get(instructions) ?? hasStepThatNeedsThem(conversation);
  known.set(instructions, answer);
  return answer;
}

function hasStepThatNeedsThem({ steps, instructions }: Steps): boolean {
  return (
    steps.some(({ utterance, think }) => utterance.kind !== 'text' || think.kind === 'reading') ||
    instructions.some(
      (instruction) =>
        instruction.kind === 'branch' ||
        instruction.kind === 'call' ||
        (instruction.kind === 'repeat' && instruction.while !== undefined) ||
        (instruction.kind === 'push' && instruction.think.kind === 'reading'),
    )
  );
}
