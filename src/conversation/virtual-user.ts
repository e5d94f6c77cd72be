import type { TargetDeps, ThreadDeps } from './conversation-deps.ts';
import type { ConversationEnd } from './conversation-end.ts';
import { LiveConversation } from './live-conversation.ts';
import { type PlannedConversation, planConversation } from './plan-conversation.ts';
import { ownerOf } from './present.ts';
import type { SessionConnection } from './session-connection.ts';

/** The feed of the conversation has no row left: nothing was started or counted. */
export interface FeedEmpty {
  readonly outcome: 'feed-empty';
}

/** A virtual user: runs one conversation after another, each in its own session or all in a kept one. */
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
   * Runs conversation `number`, due at `intendedUs`; resolves at its end, never rejects. `anchored`: its first utterance is due
   * at that instant, too, as in open and paced load.
   */
  converse(number: number, intendedUs: number, anchored = false): Promise<ConversationEnd | FeedEmpty> {
    const slot = { number, vu: this.number, intendedUs, anchored };
    const plan = planConversation(this.thread, this.target, slot);
    if (plan === 'feed-empty') return Promise.resolve({ outcome: 'feed-empty' });
    const session = this.keptFor(plan);
    return new Promise((resolve) => {
      const onEnd = (end: ConversationEnd) => {
        this.current = undefined;
        this.kept = end.kept;
        resolve(end);
      };
      const { thread, target } = this;
      this.current = new LiveConversation({ thread, target, onEnd }, inSession(plan, session), session);
      this.current.start();
    });
  }

  /** Ends its current conversation, if any, as interrupted. */
  interrupt(): void {
    this.current?.interrupt();
  }

  /** Whether a session is kept for its next conversation. */
  get keepsSession(): boolean {
    return this.kept !== undefined;
  }

  /** The user becomes inactive: a kept session ends. */
  leave(): void {
    this.kept?.close();
    this.kept = undefined;
  }

  /** The kept session, if this conversation continues it; a kept session of another user ends. */
  private keptFor(plan: PlannedConversation): SessionConnection | undefined {
    const session = this.kept;
    const fits = plan.keepsSession && session?.owner === ownerOf(plan, this.target.perSession);
    if (session && !fits) this.leave();
    this.kept = undefined;
    return fits ? session : undefined;
  }
}

/** The plan with the ids of the session that it continues. */
function inSession(plan: PlannedConversation, session: SessionConnection | undefined): PlannedConversation {
  if (!session) return plan;
  const { sessionId } = session.identity;
  const first = sessionId.replace(/\.\d+$/, '');
  return { ...plan, identity: session.identity, script: { ...plan.script, sessionId: first } };
}
