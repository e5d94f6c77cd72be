import type { TargetDeps, ThreadDeps } from './conversation-deps.ts';
import type { RecordedEnd } from './record/conversation-record.ts';
import type { SessionConnection } from './session-connection.ts';
import type { ConversationOutcome } from './turn/ended-turn.ts';

export interface ConversationEnd extends RecordedEnd {
  readonly outcome: ConversationOutcome;
  /** The session, if the next conversation of the user continues it. */
  readonly kept?: SessionConnection | undefined;
}

/** Dependencies of one conversation. */
export interface ConversationDeps {
  readonly thread: ThreadDeps;
  readonly target: TargetDeps;
  /** Called once, at its end. */
  readonly onEnd: (end: ConversationEnd) => void;
}
