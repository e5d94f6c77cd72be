import type { Conversation } from '../scenario/scenario.ts';

type Steps = Pick<Conversation, 'steps' | 'instructions'>;

const known = new WeakMap<Steps['instructions'], boolean>();

/**
 * Does some step go by the replies of an earlier turn: a branch, a `while`, something to press, time to read? Where none
 * does they need not be kept while the user thinks, which is most of the time.
 */
export function looksBack(conversation: Steps): boolean {
  const { instructions } = conversation;
  const answer = known.get(instructions) ?? findsOne(conversation);
  known.set(instructions, answer);
  return answer;
}

function findsOne({ steps, instructions }: Steps): boolean {
  return (
    steps.some(({ utterance, think }) => utterance.kind === 'press' || think.kind === 'reading') ||
    instructions.some(
      (instruction) =>
        instruction.kind === 'branch' ||
        (instruction.kind === 'repeat' && instruction.while !== undefined) ||
        (instruction.kind === 'push' && instruction.think.kind === 'reading'),
    )
  );
}
