import type { ConnectionEvent, UserInput } from '../../endpoint/endpoint-connection.ts';
import type { EndpointFailure } from '../../endpoint/endpoint-failure.ts';
import type { ChatProtocol } from '../../endpoint/protocol/chat-protocol.ts';
import type { InterruptedIn } from '../../measure/interruption.ts';
import type { StepFailure } from '../../measure/series.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import type { PushInstruction, ReconnectInstruction, WaitInstruction } from '../../scenario/instruction.ts';
import type { Conversation, Row } from '../../scenario/scenario.ts';
import type { Failure } from '../checks/failure.ts';
import type { Notice, TargetTraits } from '../target-traits.ts';
import type { ConversationOutcome, EndedTurn } from '../turn/ended-turn.ts';
import type { OpenTurn } from '../turn/open-turn.ts';
import type { ReplyTiming } from '../turn/reply-timing.ts';
import type { OutputRole } from '../turn/role-of-output.ts';
import type { CallCommand, Called, Calling } from './calling.ts';
import type { Memory, SessionMemory } from './memory.ts';
import type { EndPush } from './open-push.ts';
import type { ScriptDecision } from './script-decision.ts';

/** One planned conversation: its steps and the identity of its user. Random choices follow from seed and number. */
export interface Script extends Pick<Conversation, 'steps' | 'instructions' | 'stopWhen'> {
  /** Terms of the target's platform, and how its replies are read. */
  readonly protocol: Pick<ChatProtocol, 'terms' | 'reading'>;
  readonly seed: number;
  /** The conversation's number. */
  readonly number: number;
  readonly vu: number;
  readonly runId: string;
  /** Prefix of every session id of the run at this target. */
  readonly sessionPrefix: string;
  /** Id of its first session. */
  readonly sessionId: string;
  readonly row: Row | undefined;
  /** Variables that it begins with. */
  readonly vars: Readonly<Record<string, unknown>>;
  readonly marker: 'text' | 'data' | undefined;
  /** The day of `{{$date}}`, ms since 1970. */
  readonly todayMs: number;
  /** Some step depends on the replies of the previous turn; otherwise they are not kept. */
  readonly needsLastReplies: boolean;
  /** When the first utterance is intended; undefined: at ready + think. */
  readonly anchorUs: number | undefined;
  /** The machine reports its decisions, for a trace. */
  readonly traced: boolean;
}

/** Read-only input of the machine. */
export interface MachineContext {
  readonly script: Script;
  /** What has been observed of the target so far. */
  readonly traits: TargetTraits;
}

export type ConversationState =
  | Connecting
  | Thinking
  | Talking
  | Waiting
  | Pushing
  | Calling
  | Pausing
  | Away
  | Reconnecting
  | Lingering
  | { readonly phase: 'done' };

/** A conversation that has not ended. */
export type OpenState = Exclude<ConversationState, { readonly phase: 'done' }>;

/** Every state except `done` has the memory; `pc` is the index of the current instruction. */
interface Ongoing {
  readonly memory: Memory;
  readonly pc: number;
}

interface Connecting extends Ongoing {
  readonly phase: 'connecting';
}

/** The utterance or request to send after the think time. */
export type NextAct =
  | { readonly kind: 'say'; readonly step: number; readonly input: UserInput; readonly typing: boolean }
  | {
      readonly kind: 'push';
      readonly instruction: PushInstruction;
      readonly body: PushContent;
      readonly marker: string;
    };

export interface PushContent {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | undefined;
}

export interface Thinking extends Ongoing {
  readonly phase: 'thinking';
  readonly intendedUs: number;
  /** When to send it: the intended instant, or later if the user was not free then. */
  readonly dueUs: number;
  /** Think time within the wait; counted once the utterance is sent. */
  readonly thinkUs: number;
  readonly act: NextAct;
  /** The command `say` was issued; `said` follows immediately. */
  saying: boolean;
}

export interface Talking extends Ongoing {
  readonly phase: 'talking';
  readonly turn: OpenTurn;
}

export interface Waiting extends Ongoing {
  readonly phase: 'waiting';
  readonly instruction: WaitInstruction;
  readonly sinceUs: number;
}

/** Timeout for the output (and the response) of one request. */
export interface Pushing extends Ongoing {
  readonly phase: 'pushing';
  readonly id: number;
}

interface Pausing extends Ongoing {
  readonly phase: 'pausing';
  readonly untilUs: number;
}

export interface Away extends Ongoing {
  readonly phase: 'away';
  readonly instruction: ReconnectInstruction;
  readonly untilUs: number;
}

interface Reconnecting extends Ongoing {
  readonly phase: 'reconnecting';
}

/** All steps are done, but requests still wait for their outputs. */
interface Lingering extends Ongoing {
  readonly phase: 'lingering';
}

export type MachineEvent =
  | ConnectionEvent
  /** A value that the connection needs is not set or cannot be sent; nothing was opened. */
  | { readonly kind: 'cannot-connect'; readonly atUs: number; readonly failure: Failure }
  /** The instant given by `wakeAtUs` is reached. */
  | { readonly kind: 'wake'; readonly atUs: number }
  /** The utterance has been sent. */
  | { readonly kind: 'said'; readonly atUs: number; readonly sent: Bounds }
  /** The request has been sent. */
  | { readonly kind: 'push-sent'; readonly atUs: number; readonly id: number; readonly sent: Bounds }
  | PushAnswered
  | Called
  /** palaver interrupts this conversation. */
  | { readonly kind: 'interrupt'; readonly atUs: number };

export interface PushAnswered {
  readonly kind: 'push-answered';
  readonly atUs: number;
  readonly id: number;
  readonly result: number | EndpointFailure;
}

export type MachineCommand =
  | SayCommand
  | { readonly kind: 'typing'; readonly on: boolean }
  | PushCommand
  | CallCommand
  | { readonly kind: 'disconnect' }
  | { readonly kind: 'connect' }
  | { readonly kind: 'output'; readonly role: OutputRole }
  | ReplyTiming
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'end-turn'; readonly turn: EndedTurn }
  /** A wait step was interrupted after `waitedUs`. */
  | { readonly kind: 'wait-interrupted'; readonly waitedUs: number }
  | EndPush
  | StepFailed
  | ScriptDecision
  | EndConversation;

export interface SayCommand {
  readonly kind: 'say';
  readonly input: UserInput;
  readonly intendedUs: number;
  readonly dueUs: number;
  /** Begins another billed conversation of its session. */
  readonly billable: boolean;
}

export interface PushCommand {
  readonly kind: 'push';
  readonly id: number;
  readonly route: 'inject' | 'notify';
  readonly body: PushContent;
  /** Begins another billed conversation of its session. */
  readonly billable: boolean;
}

export interface StepFailed {
  readonly kind: 'step-failed';
  readonly reason: StepFailure;
  readonly label: string;
  readonly failure: Failure;
}

export interface EndConversation {
  readonly kind: 'end-conversation';
  readonly outcome: ConversationOutcome;
  /** The state in which it was interrupted. */
  readonly interruptedIn?: InterruptedIn;
  /** Think time and pauses. */
  readonly thoughtUs: number;
  readonly session: SessionMemory;
}

export interface Advance {
  readonly state: ConversationState;
  readonly commands: readonly MachineCommand[];
}
