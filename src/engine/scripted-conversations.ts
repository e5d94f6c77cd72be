import type { ScriptedConversation } from '../conversation/choose-conversation.ts';
import type { SeriesTable } from '../measure/series.ts';
import type { Conversation } from '../scenario/scenario.ts';

/** The conversations of a scenario with their series at a target; steps with the same label have the same series. */
export function scriptedConversations(
  conversations: readonly Conversation[],
  table: SeriesTable,
  targetIndex: number,
): readonly ScriptedConversation[] {
  return conversations.map((conversation, index) => {
    const series = table.conversation(targetIndex, index);
    const labels = table.shape.conversations[index]!.steps;
    const steps = conversation.steps.map(({ label }) => series.steps[labels.indexOf(label)]!);
    return { conversation, series: { ...series, steps } };
  });
}
