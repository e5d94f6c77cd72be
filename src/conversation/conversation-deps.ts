import type { CookieJar } from '../endpoint/cookie-jar.ts';
import type { ConnectionListener, EndpointConnection, SessionIdentity } from '../endpoint/endpoint-connection.ts';
import type { EndpointFailure } from '../endpoint/endpoint-failure.ts';
import type { SettledEndpoint } from '../endpoint/endpoint-settings.ts';
import type { ChatProtocol } from '../endpoint/protocol/chat-protocol.ts';
import type { FunctionContext } from '../hooks/function-types.ts';
import type { HookCaller } from '../hooks/hook-caller.ts';
import type { AddressCounts } from '../measure/address-counts.ts';
import type { ErrorLog } from '../measure/error-log.ts';
import type { ExemplarKeeper } from '../measure/exemplars.ts';
import type { SampleSink } from '../measure/sample.ts';
import type { LateReason } from '../measure/series.ts';
import type { TraceSink } from '../measure/traces/trace-event.ts';
import type { TurnLog } from '../measure/turns/turn-log.ts';
import type { TurnOutlet } from '../measure/turns/turn-outlet.ts';
import type { Inbox } from '../platform/inbox.ts';
import type { Bounds } from '../platform/time/bounds.ts';
import type { TimeDeps } from '../platform/time/time-deps.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { TemplateScope } from '../template/render-template.ts';
import type { ConversationChooser } from './choose-conversation.ts';
import type { PushContent } from './machine/conversation-state.ts';
import { initialTraits, learn, type Notice, type TargetTraits } from './target-traits.ts';

/** Dependencies of all conversations of a load thread. */
export interface ThreadDeps extends TimeDeps {
  readonly samples: SampleSink;
  readonly errors: ErrorLog;
  readonly addresses: AddressCounts;
  readonly exemplars: ExemplarKeeper;
  /** Log of every turn, for the calibration. */
  readonly turnLog?: TurnLog | undefined;
  /** Receives every turn, if there is a file of turns. */
  readonly turns?: TurnOutlet | undefined;
  /** Receives the events of the traced conversations, if there are any. */
  readonly traces?: TraceSink | undefined;
  /** Functions of the user; undefined if the scenario calls none. */
  readonly hooks?: Pick<HookCaller, 'call'> | undefined;
  /** Prints a line that a hook logs. */
  readonly hookLog?: FunctionContext['log'] | undefined;
  /** Variables that every conversation begins with: what `setup` returned. */
  readonly vars?: Readonly<Record<string, unknown>> | undefined;
  readonly inbox: Pick<Inbox, 'afterAll'>;
  /** The run's start on the monotonic clock. */
  readonly startUs: number;
  readonly seed: number;
  readonly runId: string;
  /** Start of the run on the wall clock, ms since 1970: the day of `{{$date}}`. */
  readonly todayMs: number;
  /** Failure messages quote values and texts in plain text. */
  readonly keepTexts: boolean;
  /** Called with what a turn captured or a function returned. Undefined: no output may have to hide it. */
  readonly onCaptured?: ((captured: Readonly<Record<string, unknown>>) => void) | undefined;
  /** Whether anything may be sent now; asked before each connection, input and request. The first no ends the whole load. */
  readonly maySend: () => boolean;
}

/** Dependencies of all conversations with one target. */
export interface TargetDeps {
  readonly name: string;
  readonly open: (presented: Presented, listener: ConnectionListener, cookies: CookieJar) => EndpointConnection;
  /** Undefined: all sessions present the same settings. */
  readonly perSession: PerSession | undefined;
  readonly protocol: ChatProtocol;
  readonly connectLimiter: ConnectLimiter;
  readonly traits: TraitsHolder;
  readonly chooser: Pick<ConversationChooser, 'choose'>;
  /** Prefix of every user and session id. */
  readonly sessionPrefix: string;
  readonly marker: Scenario['marker'];
  /** Calls `send` when the rate limit of inject and notify requests allows one; `send` returns false if it sent nothing. */
  readonly whenPushAllowed: (send: () => boolean) => void;
  readonly push: PushSender;
  /** Ends background work that outlives the conversations. */
  close(): void;
}

/** Settings of a target that are rendered for each connection. */
export interface PerSession<Settings = SettledEndpoint> {
  /** Throws an UnusableValue. */
  readonly render: (scope: TemplateScope) => Settings;
  /** Names of the variables and columns that they use. */
  readonly names: readonly string[];
}

/** What a session presents to the endpoint. */
export interface Presented<Settings = SettledEndpoint> {
  readonly identity: SessionIdentity;
  /** Undefined: those of the target. */
  readonly settings?: Settings;
}

/** Sends one inject or notify request of a session; `done` is called once, with the status or the failure. */
export type PushSender = (
  route: 'inject' | 'notify',
  from: Presented,
  content: PushContent,
  done: (result: number | EndpointFailure, atUs: number) => void,
) => Bounds;

/** Why a connection may wait at the connect limiter. */
export type DelayReason = Extract<LateReason, 'retry-after' | 'connect-limit'>;

/** Limits the number of connections that open at once. */
export interface ConnectLimiter {
  /**
   * Calls `start` when a connection may open; `start` calls `release` once the connection is established or has failed.
   * `delayReason`: why it waited, if it did. Calls `giveUp` instead if the load ends during a pause of the target.
   */
  enter(start: (release: () => void, delayReason: DelayReason) => void, giveUp: () => void): void;
}

/** Holds the current traits of a target. */
export class TraitsHolder {
  /** Always the same object. */
  readonly current: TargetTraits;
  private readonly onTurnedQuiet: () => void;

  /** `onTurnedQuiet` is called each time completion `auto` falls back to quiet. */
  constructor({ terms }: Pick<ChatProtocol, 'terms'>, onTurnedQuiet: () => void) {
    this.current = initialTraits(terms);
    this.onTurnedQuiet = onTurnedQuiet;
  }

  learn(notice: Notice): void {
    const wasQuiet = this.current.quiet;
    Object.assign(this.current, learn(this.current, notice));
    if (this.current.quiet && !wasQuiet) this.onTurnedQuiet();
  }
}

/** Milliseconds since the run's start, for the timeline block of a sample. */
export function sinceStartMs(thread: ThreadDeps, atUs: number): number {
  return Math.max(0, (atUs - thread.startUs) / 1000);
}
