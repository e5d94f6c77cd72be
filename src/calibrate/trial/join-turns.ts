import type { LoggedTurn } from '../../measure/turns/turn-log.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import type { ReferenceTurn } from '../reference/reference-log.ts';

/** One turn as measured by palaver and by the endpoint. */
export interface JoinedTurn {
  /** Number of the conversation. */
  readonly conversation: number;
  readonly sent: Bounds;
  readonly arrived: Bounds;
  readonly reference: Pick<ReferenceTurn, 'received' | 'sent'>;
}

/** Joins turns by conversation and index. Turns missing on one side (no reply, or a full log) are excluded. */
export function joinTurns(turns: Iterable<LoggedTurn>, atEndpoint: Iterable<ReferenceTurn>): JoinedTurn[] {
  const byConversation = new Map<number, ReferenceTurn[]>();
  for (const turn of atEndpoint) {
    const list = byConversation.get(turn.conversation) ?? [];
    list[turn.turn] = turn;
    byConversation.set(turn.conversation, list);
  }
  const joined: JoinedTurn[] = [];
  for (const { conversation, turn, sent, firstReply } of turns) {
    const reference = byConversation.get(conversation)?.[turn];
    if (reference && firstReply) joined.push({ conversation, sent, arrived: firstReply, reference });
  }
  return joined;
}
