import { medianMs } from '../../platform/distribution.ts';
import type { Instruction } from '../instruction.ts';
import type { Conversation } from '../scenario.ts';
import { medianThinkMs } from '../think-time.ts';
import { medianStepThinkMs } from './estimate-think.ts';
import { longestPath } from './longest-path.ts';

/** Share of each conversation, 0 … 1, in order. */
export function sharesOf(conversations: readonly Conversation[]): readonly number[] {
  const total = conversations.reduce((sum, { weight }) => sum + weight, 0);
  return conversations.map(({ weight }) => weight / total);
}

/** The mean over the conversations, by their shares. */
export function weighted(
  conversations: readonly Conversation[],
  measure: (conversation: Conversation) => number,
): number {
  const shares = sharesOf(conversations);
  return conversations.reduce((sum, conversation, index) => sum + (shares[index] ?? 0) * measure(conversation), 0);
}

/**
 * How long a conversation takes, where each answer (a turn, an output waited for or pushed) takes `answerMs`: on its
 * longest way, with think times and pauses at their medians. Before the first answer there is nothing to read.
 */
export function conversationMs(conversation: Conversation, answerMs: number): number {
  const { instructions } = conversation;
  const wholeMs = longestPath(instructions, (instruction) => timeOf(instruction, conversation, answerMs));
  return wholeMs - openingReadMs(conversation);
}

/** What the think time of the first utterance adds to the sum though no reply has come by then. */
function openingReadMs({ instructions, steps }: Conversation): number {
  const first = instructions.find(({ kind }) => kind === 'turn' || kind === 'push' || kind === 'wait');
  const think = first?.kind === 'turn' ? steps[first.step]?.think : first?.kind === 'push' ? first.think : undefined;
  return think?.kind === 'reading' ? medianThinkMs(think, '') : 0;
}

function timeOf(instruction: Instruction, { steps }: Conversation, answerMs: number): number {
  switch (instruction.kind) {
    case 'turn': {
      const step = steps[instruction.step];
      return answerMs + (step ? medianStepThinkMs(step) : 0);
    }
    case 'push':
      return medianThinkMs(instruction.think, instruction.text) + (instruction.await ? answerMs : 0);
    case 'wait':
      return answerMs;
    case 'pause':
      return medianMs(instruction.time);
    case 'reconnect':
      return medianMs(instruction.away);
    default:
      return 0;
  }
}
