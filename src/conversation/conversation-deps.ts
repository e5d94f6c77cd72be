import type { CookieJar } from '../endpoint/cookie-jar.ts';
import type { ConnectionListener, EndpointConnection, SessionIdentity } from '../endpoint/endpoint-connection.ts';
import type { EndpointFailure } from '../endpoint/endpoint-failure.ts';
import type { ChatProtocol } from '../endpoint/protocol/chat-protocol.ts';
import type { AddressCounts } from '../measure/address-counts.ts';
import type { ErrorLog } from '../measure/error-log.ts';
import type { ExemplarKeeper } from '../measure/exemplars.ts';
import type { SampleSink } from '../measure/sample.ts';
import type { LateReason } from '../measure/series.ts';
import type { TurnLog } from '../measure/turns/turn-log.ts';
import type { TurnOutlet } from '../measure/turns/turn-outlet.ts';
import type { Inbox } from '../platform/inbox.ts';
import type { Bounds } from '../platform/time/bounds.ts';
import type { TimeDeps } from '../platform/time/time-deps.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ConversationChooser } from './choose-conversation.ts';
import type { PushContent } from './machine/conversation-state.ts';
import { initialTraits, learn, type Notice, type TargetTraits } from './target-traits.ts';

/** What all conversations of a load thread share. */
export interface ThreadDeps extends TimeDeps {
  readonly samples: SampleSink;
  readonly errors: ErrorLog;
  readonly addresses: AddressCounts;
  readonly exemplars: ExemplarKeeper;
  /** Where every turn is written down one by one, if it is. */
  readonly turnLog?: TurnLog | undefined;
  /** Takes every turn for the file of turns, if there is one. */
  readonly turns?: TurnOutlet | undefined;
  readonly inbox: Pick<Inbox, 'afterAll'>;
  /** The run's start on the monotonic clock. */
  readonly startUs: number;
  readonly seed: number;
  readonly runId: string;
  /** When the run began by the wall clock, ms since 1970: the day of `{{$date}}`. */
  readonly todayMs: number;
  /** Failure messages quote values and texts in plain text. */
  readonly keepTexts: boolean;
}

/** What all conversations with one target share. */
export interface TargetDeps {
  readonly name: string;
  readonly open: (identity: SessionIdentity, listener: ConnectionListener, cookies: CookieJar) => EndpointConnection;
  readonly protocol: ChatProtocol;
  readonly connectLimiter: ConnectLimiter;
  readonly traits: TraitsHolder;
  readonly chooser: ConversationChooser;
  /** Begins every user and session id. */
  readonly sessionPrefix: string;
  readonly marker: Scenario['marker'];
  /** Calls `send` when the rate limit of inject and notify requests lets one through; false: there is nothing to send. */
  readonly whenPushAllowed: (send: () => boolean) => void;
  readonly push: PushSender;
  /** Ends background work that outlives the conversations. */
  close(): void;
}

/** Sends one inject or notify request; `done` is called once, with the status or what went wrong. */
export type PushSender = (
  route: 'inject' | 'notify',
  body: Pick<SessionIdentity, 'userId' | 'sessionId'> & PushContent,
  done: (result: number | EndpointFailure, atUs: number) => void,
) => Bounds;

/** What may delay a connection at the connect limiter. */
export type DelayReason = Extract<LateReason, 'retry-after' | 'connect-limit'>;

/** Limits how many connections open at once. */
export interface ConnectLimiter {
  /**
   * Calls `start` when there is room; `start` calls `release` once the connection is established or has failed. `delayReason`: what
   * it waited for, if it did. Calls `giveUp` instead when the load ends while the target pauses.
   */
  enter(start: (release: () => void, delayReason: DelayReason) => void, giveUp: () => void): void;
}

/** The one place where the traits of a target change. */
export class TraitsHolder {
  current: TargetTraits;
  private readonly onTurnedQuiet: () => void;

  /** `onTurnedQuiet` is called each time completion `auto` falls back to silence. */
  constructor({ terms }: Pick<ChatProtocol, 'terms'>, onTurnedQuiet: () => void) {
    this.current = initialTraits(terms);
    this.onTurnedQuiet = onTurnedQuiet;
  }

  learn(notice: Notice): void {
    const before = this.current;
    this.current = learn(before, notice);
    if (this.current.quiet && !before.quiet) this.onTurnedQuiet();
  }
}

/** Milliseconds since the run's start, for the time block of a sample. */
export function sinceStartMs(thread: ThreadDeps, atUs: number): number {
  return Math.max(0, (atUs - thread.startUs) / 1000);
}
