import type { ConversationEnd } from '../conversation/conversation-end.ts';
import type { FeedEmpty } from '../conversation/virtual-user.ts';
import { RetryBackoff } from '../endpoint/retry-delay.ts';
import { conversationNumber, conversationsOf } from '../load/conversation-number.ts';
import type { ClosedLoad } from '../load/load-profile.ts';
import type { VuWindow } from '../load/vu-windows.ts';
import type { LateReason } from '../measure/series.ts';
import { randomStream } from '../platform/random.ts';
import type { Timer } from '../platform/time/timers.ts';
import type { LoadLoop, LoopDeps, LoopUser } from './load-loop.ts';

/** A window of activity, µs on the monotonic clock. */
interface ActiveWindow {
  readonly beginUs: number;
  readonly endUs: number;
}

/**
 * Closed model for one virtual user. In each of its windows it runs one conversation after another; with a pace, conversation
 * k of a window is due at the start of the window + k × pace, and starts late if the previous one took longer.
 *
 * Backs off from a failing target: after a conversation that failed before its first turn completed, or if the target asked
 * for a pause, the user waits before the next one (`retryDelayMs`), at most until its window ends.
 */
export class UserLoop implements LoadLoop {
  private stopped = false;
  private readonly backoff = new RetryBackoff();
  /** Jitter in [0, 1): how long after the end of a pause of its target it reconnects. */
  private readonly jitter: number;
  /** Number of its conversations that have become due. */
  private dueCount = 0;
  private wait: { timer: Timer; done: () => void } | undefined;
  private readonly user: LoopUser;
  private readonly load: ClosedLoad;
  private readonly windows: readonly VuWindow[];
  private readonly deps: LoopDeps;

  /** `windows`: when the user is active. */
  constructor(user: LoopUser, load: ClosedLoad, windows: readonly VuWindow[], deps: LoopDeps) {
    this.user = user;
    this.load = load;
    this.windows = windows;
    this.deps = deps;
    this.jitter = randomStream(deps.seed, user.number, 'pause').next();
  }

  async run(): Promise<void> {
    for (const window of this.windows) {
      if (this.finished()) return;
      const span = { beginUs: this.beginUs(window), endUs: this.deps.startUs + window.endMs * 1000 };
      await this.until(span.beginUs);
      if (this.finished()) return;
      this.deps.onActive(1);
      if (this.load.paceMs === undefined) await this.converseWithin(span);
      else await this.keepPace(span, this.load.paceMs * 1000);
      this.user.leave();
      this.deps.onActive(-1);
    }
  }

  stop(): void {
    this.stopped = true;
    this.wait?.timer.cancel();
    this.wait?.done();
  }

  interrupt(): void {
    this.stop();
    this.user.interrupt();
  }

  private finished(): boolean {
    return this.stopped || this.dueCount >= conversationsOf(this.load, this.user.number);
  }

  private async converseWithin({ endUs }: ActiveWindow): Promise<void> {
    const { clock, counters } = this.deps;
    while (!this.finished()) {
      await this.waitWhileBefore(() => Math.min(endUs, this.backoff.notBeforeUs));
      const dueUs = clock.nowUs();
      if (this.stopped || dueUs >= endUs) return;
      const number = conversationNumber(this.load, this.user.number, this.dueCount++);
      counters.due(number, dueUs);
      await this.waitWhileBefore(() => Math.min(endUs, this.pausedUntilUs()));
      const nowUs = clock.nowUs();
      if (this.stopped || nowUs >= endUs) return counters.waiting(number, dueUs);
      const end = await this.user.converse(number, dueUs);
      if (this.took(end, number, dueUs)) counters.taken(number, dueUs, nowUs, 'retry-after');
    }
  }

  private async keepPace({ beginUs, endUs }: ActiveWindow, paceUs: number): Promise<void> {
    const { clock, counters } = this.deps;
    const first = this.dueCount;
    const last = Math.min(first + Math.ceil((endUs - beginUs) / paceUs), conversationsOf(this.load, this.user.number));
    const dueUs = () => beginUs + (this.dueCount - first) * paceUs;
    const number = () => conversationNumber(this.load, this.user.number, this.dueCount);
    for (; this.dueCount < last; this.dueCount++) {
      const freeUs = Math.max(clock.nowUs(), this.notBeforeUs());
      await this.until(Math.min(endUs, dueUs()));
      await this.waitWhileBefore(() => Math.min(endUs, this.notBeforeUs()));
      const nowUs = clock.nowUs();
      if (this.stopped || nowUs >= endUs) break;
      const isOnTime = Math.max(freeUs, this.notBeforeUs()) < dueUs();
      const ifLate: LateReason = this.pausedUntilUs() > dueUs() ? 'retry-after' : isOnTime ? 'late-loop' : 'no-vu';
      counters.due(number(), dueUs());
      const end = await this.user.converse(number(), dueUs(), true);
      if (this.took(end, number(), dueUs())) counters.taken(number(), dueUs(), nowUs, ifLate);
    }
    for (; this.dueCount < last && dueUs() <= clock.nowUs(); this.dueCount++) {
      counters.due(number(), dueUs());
      counters.waiting(number(), dueUs());
    }
    // A number belongs to its due time, whether or not the conversation started.
    this.dueCount = last;
  }

  /** Learns from the end of conversation `number`; false if there was no data for it. */
  private took(end: ConversationEnd | FeedEmpty, number: number, dueUs: number): boolean {
    if (end.outcome === 'feed-empty') {
      this.deps.counters.dropped(number, dueUs, 'feed-empty');
      this.deps.onFeedEmpty();
      this.stop();
      return false;
    }
    const failed = end.outcome === 'failed' && !end.completedTurn;
    const jitter = () => randomStream(this.deps.seed, number, 'retry').next();
    const nowUs = this.deps.clock.nowUs();
    this.backoff.note(failed, nowUs, jitter, end.retryAfterMs);
    if (end.retryAfterMs !== undefined) this.deps.pause.ask(nowUs, end.retryAfterMs);
    return true;
  }

  /** The start spread prevents users started by a jump from running synchronously. */
  private beginUs(window: VuWindow): number {
    const { seed, startUs } = this.deps;
    // In a short window all users start in its first half, so that each has time for a conversation.
    const maxMs = Math.min(this.load.startSpreadMs, (window.endMs - window.startMs) / 2);
    const spreadMs = window.jump ? randomStream(seed, this.user.number, 'start').next() * maxMs : 0;
    return startUs + (window.startMs + spreadMs) * 1000;
  }

  /** When it may start a conversation: the target may have asked this or another user to wait. */
  private notBeforeUs(): number {
    return Math.max(this.backoff.notBeforeUs, this.pausedUntilUs());
  }

  /** End of the pause of the target. Users with an open session continue. */
  private pausedUntilUs(): number {
    return this.user.keepsSession ? 0 : this.deps.pause.notBeforeUs(this.jitter);
  }

  /** The instant may move while waiting, because a pause may be extended. */
  private async waitWhileBefore(instantUs: () => number): Promise<void> {
    while (!this.stopped && this.deps.clock.nowUs() < instantUs()) await this.until(instantUs());
  }

  private until(dueUs: number): Promise<void> {
    if (this.stopped || dueUs <= this.deps.clock.nowUs()) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.wait = undefined;
        resolve();
      };
      this.wait = { timer: this.deps.timers.at(dueUs, done), done };
    });
  }
}
