import type { StreamedTurn } from '../../measure/turns/turn-batch.ts';
import type { PlannedConversation } from '../plan-conversation.ts';
import type { EndedTurn } from '../turn/ended-turn.ts';

/** A turn for the file of turns; `place`: the data that only the conversation record has. */
export function streamedTurn(
  { number, vu, series }: PlannedConversation,
  turn: EndedTurn,
  place: Pick<StreamedTurn, 'index' | 'sessionId' | 'utterance'>,
): Omit<StreamedTurn, 'moreReplies'> {
  const { outcome, label } = series.steps[turn.step]!;
  return {
    counted: outcome[turn.outcome],
    label,
    endedBy: series.endedBy[turn.endedBy],
    number,
    vu,
    ...place,
    intendedUs: turn.intendedUs,
    sent: turn.sent,
    ended: turn.ended,
    traceId: turn.traceId,
    failure: turn.failure && (turn.failure.withTexts ?? turn.failure.message),
    replies: turn.replies,
  };
}
