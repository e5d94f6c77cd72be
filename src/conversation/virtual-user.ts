import type { TargetDeps, ThreadDeps } from './conversation-deps.ts';
import { type ConversationEnd, LiveConversation } from './live-conversation.ts';
import { type PlannedConversation, planConversation } from './plan-conversation.ts';
import type { SessionConnection } from './session-connection.ts';

/** The feed of the conversation has no row left: nothing was started, nothing was counted. */
export interface FeedEmpty {
  readonly outcome: 'feed-empty';
}

/** A simulated person: holds one conversation after another, each in a session of its own or all in a kept one. */
export class VirtualUser {
  readonly number: number;
  private current: LiveConversation | undefined;
  private kept: SessionConnection | undefined;
  private readonly thread: ThreadDeps;
  private readonly target: TargetDeps;

  constructor(number: number, thread: ThreadDeps, target: TargetDeps) {
    this.number = number;
    this.thread = thread;
    this.target = target;
  }

  /**
   * Holds conversation `number`, due at `intendedUs`; resolves at its end, never rejects. `anchored`: its first utterance
   * is due at that instant, too, as in open and paced load.
   */
  converse(number: number, intendedUs: number, anchored = false): Promise<ConversationEnd | FeedEmpty> {
    const slot = { number, vu: this.number, intendedUs, anchored };
    const plan = planConversation(this.thread, this.target, slot);
    if (plan === 'feed-empty') return Promise.resolve({ outcome: 'feed-empty' });
    const line = this.keptFor(plan);
    return new Promise((resolve) => {
      const onEnd = (end: ConversationEnd) => {
        this.current = undefined;
        this.kept = end.kept;
        resolve(end);
      };
      const { thread, target } = this;
      this.current = new LiveConversation({ thread, target, onEnd }, within(plan, line), line);
      this.current.start();
    });
  }

  /** Ends the conversation it holds, if any, as interrupted. */
  interrupt(): void {
    this.current?.interrupt();
  }

  /** A session was kept for its next conversation. */
  get keepsSession(): boolean {
    return this.kept !== undefined;
  }

  /** It rests: a session that was kept for its next conversation ends. */
  leave(): void {
    this.kept?.close();
    this.kept = undefined;
  }

  /** The session it has kept, if this conversation goes on in it; one that belongs to another user id ends. */
  private keptFor({ keepsSession, identity }: PlannedConversation): SessionConnection | undefined {
    const line = this.kept;
    const fits =
      keepsSession && line?.identity.userId === identity.userId && line.identity.channel === identity.channel;
    if (line && !fits) this.leave();
    this.kept = undefined;
    return fits ? line : undefined;
  }
}

/** The plan with the ids of the session it goes on in. */
function within(plan: PlannedConversation, line: SessionConnection | undefined): PlannedConversation {
  if (!line) return plan;
  const { sessionId } = line.identity;
  const first = sessionId.replace(/\.\d+$/, '');
  return { ...plan, identity: line.identity, script: { ...plan.script, sessionId: first } };
}
