import type { SessionIdentity } from '../endpoint/endpoint-connection.ts';
import { type ConversationEnd, LiveConversation } from './live-conversation.ts';
import type { LoadThread, TargetRuntime } from './load-thread.ts';
import { planConversation } from './plan-conversation.ts';

/** Makes the two ids of a conversation from the numbers that name it. */
export type IdentityMaker = (vu: number, conversation: number) => SessionIdentity;

/** The feed of the conversation has no row left: nothing was started, nothing was counted. */
export interface Unfed {
  readonly outcome: 'unfed';
}

/** A simulated person: holds one conversation after another, each with a connection and a session of its own. */
export class VirtualUser {
  readonly number: number;
  private current: LiveConversation | undefined;
  private readonly thread: LoadThread;
  private readonly target: TargetRuntime;
  private readonly identityOf: IdentityMaker;

  constructor(number: number, thread: LoadThread, target: TargetRuntime, identityOf: IdentityMaker) {
    this.number = number;
    this.thread = thread;
    this.target = target;
    this.identityOf = identityOf;
  }

  /**
   * Holds conversation `number`, due at `intendedUs`; resolves at its end, never rejects. `anchored`: its first utterance
   * is due at that instant, too, as in open and paced load.
   */
  converse(number: number, intendedUs: number, anchored = false): Promise<ConversationEnd | Unfed> {
    const plan = planConversation(this.target.conversations, {
      seed: this.thread.seed,
      number,
      vu: this.number,
      intendedUs,
      anchored,
      identity: this.identityOf(this.number, number),
    });
    return new Promise((resolve) => {
      this.current = new LiveConversation(this.thread, this.target, plan, (end) => {
        this.current = undefined;
        resolve(end);
      });
      this.current.start();
    });
  }

  /** Ends the conversation it holds, if any, as interrupted. */
  interrupt(): void {
    this.current?.interrupt();
  }
}
