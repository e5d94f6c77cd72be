import type { VirtualUser } from '../conversation/virtual-user.ts';
import { conversationNumber, conversationsOf } from '../load/conversation-number.ts';
import type { ClosedLoad } from '../load/load-profile.ts';
import { type VuWindow, vuWindows } from '../load/vu-windows.ts';
import type { Clock } from '../platform/clock.ts';
import { randomStream } from '../platform/random.ts';
import type { Timer, Timers } from '../platform/timers.ts';
import { retryDelayMs } from './retry-delay.ts';

export interface LoopContext {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly startUs: number;
  readonly seed: number;
  /** Called with +1 when the user becomes active and −1 when it rests. */
  readonly onActive: (change: 1 | -1) => void;
}

/** Whoever holds the conversations of a loop, one at a time. */
export type ConversationHolder = Pick<VirtualUser, 'number' | 'converse' | 'interrupt'>;

/** Closed load for one virtual user: in each of its windows one conversation after another. */
export class UserLoop {
  private stopped = false;
  private failedStarts = 0;
  private held = 0;
  private wait: { timer: Timer; done: () => void } | undefined;
  private readonly user: ConversationHolder;
  private readonly load: ClosedLoad;
  private readonly context: LoopContext;

  constructor(user: ConversationHolder, load: ClosedLoad, context: LoopContext) {
    this.user = user;
    this.load = load;
    this.context = context;
  }

  /** Resolves when the user has nothing more to do. */
  async run(): Promise<void> {
    for (const window of vuWindows(this.load, this.user.number)) {
      if (this.finished()) return;
      await this.until(this.beginUs(window));
      if (this.finished()) return;
      this.context.onActive(1);
      await this.converseWithin(window);
      this.context.onActive(-1);
    }
  }

  /** No further conversation begins; the one being held goes on. */
  stop(): void {
    this.stopped = true;
    this.wait?.timer.cancel();
    this.wait?.done();
  }

  /** Ends the conversation being held, too. */
  interrupt(): void {
    this.stop();
    this.user.interrupt();
  }

  private finished(): boolean {
    return this.stopped || this.held >= conversationsOf(this.load, this.user.number);
  }

  private async converseWithin(window: VuWindow): Promise<void> {
    const endUs = this.context.startUs + window.endMs * 1000;
    while (!this.finished() && this.context.clock.nowUs() < endUs) {
      const number = conversationNumber(this.load, this.user.number, this.held++);
      const { outcome, reachedReady } = await this.user.converse(number, this.context.clock.nowUs());
      this.failedStarts = outcome === 'failed' && !reachedReady ? this.failedStarts + 1 : 0;
      // A target that is down is not hammered.
      if (this.failedStarts > 0) await this.until(Math.min(endUs, this.retryUs(number)));
    }
  }

  /** The start spread keeps users that a jump would start at once from marching in step. */
  private beginUs(window: VuWindow): number {
    const { seed, startUs } = this.context;
    // In a short window everyone begins in its first half, or some users would never get to talk.
    const longestMs = Math.min(this.load.startSpreadMs, (window.endMs - window.startMs) / 2);
    const spreadMs = window.jump ? randomStream(seed, this.user.number, 'start').next() * longestMs : 0;
    return startUs + (window.startMs + spreadMs) * 1000;
  }

  private retryUs(number: number): number {
    const jitter = randomStream(this.context.seed, number, 'retry').next();
    return this.context.clock.nowUs() + retryDelayMs(this.failedStarts, jitter) * 1000;
  }

  private until(dueUs: number): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise((done) => {
      this.wait = { timer: this.context.timers.at(dueUs, done), done };
    });
  }
}
