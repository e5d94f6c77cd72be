import { medianMs } from '../../platform/distribution.ts';
import type { Instruction } from '../instruction.ts';
import type { Conversation } from '../scenario.ts';
import { medianThinkMs } from '../think-time.ts';
import { medianStepThinkMs } from './estimate-think.ts';
import { longestPath } from './longest-path.ts';

/** Share of each conversation, 0 … 1, in order. */
export function conversationShares(conversations: readonly Conversation[]): readonly number[] {
  const total = conversations.reduce((sum, { weight }) => sum + weight, 0);
  return conversations.map(({ weight }) => weight / total);
}

/** The mean over the conversations, weighted by their shares. */
export function weightedMean(
  conversations: readonly Conversation[],
  measure: (conversation: Conversation) => number,
): number {
  const shares = conversationShares(conversations);
  return conversations.reduce((sum, conversation, index) => sum + (shares[index] ?? 0) * measure(conversation), 0);
}

/**
 * Estimated duration of a conversation if each answer (of a turn, or an awaited or pushed output) takes `answerMs`: on its
 * longest path, with median think times and pauses. Before the first answer, users have no text to read.
 */
export function conversationMs(conversation: Conversation, answerMs: number): number {
  const { instructions } = conversation;
  const wholeMs = longestPath(instructions, (instruction) => timeOf(instruction, conversation, answerMs));
  return wholeMs - openingReadMs(conversation);
}

/** Reading time of the first utterance, which the sum contains although there is no reply yet. */
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
