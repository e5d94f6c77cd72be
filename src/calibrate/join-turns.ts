import type { LoggedEdges, LoggedTurn } from '../measure/turn-log.ts';
import type { WitnessedTurn } from '../witness/witness-log.ts';

/** One turn as palaver saw it and as the endpoint did. */
export interface JoinedTurn {
  /** Number of the conversation. */
  readonly conversation: number;
  readonly sent: LoggedEdges;
  readonly arrived: LoggedEdges;
  readonly witness: Pick<WitnessedTurn, 'received' | 'sent'>;
}

/** Turn by turn, by conversation and place in it. Turns that one side lacks (no reply came, a log was full) are left out. */
export function joinTurns(turns: Iterable<LoggedTurn>, witnessed: Iterable<WitnessedTurn>): JoinedTurn[] {
  const byConversation = new Map<number, WitnessedTurn[]>();
  for (const turn of witnessed) {
    const list = byConversation.get(turn.conversation) ?? [];
    list[turn.turn] = turn;
    byConversation.set(turn.conversation, list);
  }
  const joined: JoinedTurn[] = [];
  for (const { conversation, turn, sent, firstReply } of turns) {
    const witness = byConversation.get(conversation)?.[turn];
    if (witness && firstReply) joined.push({ conversation, sent, arrived: firstReply, witness });
  }
  return joined;
}
