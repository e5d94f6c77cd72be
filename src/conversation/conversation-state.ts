import type { ConnectionEvent, SentInstant } from '../endpoint/endpoint-connection.ts';
import type { SayStep } from '../scenario/scenario.ts';
import type { ConversationOutcome, EndedTurn } from './ended-turn.ts';
import type { OpenTurn } from './open-turn.ts';
import type { ReplyTiming } from './reply-timing.ts';
import type { OutputRole, Traces } from './role-of-output.ts';
import type { Notice } from './target-habits.ts';

/** The steps and what chance has already decided about them. */
export interface Script {
  readonly steps: readonly SayStep[];
  /** Before each step, in µs. */
  readonly thinkUs: readonly number[];
}

export type ConversationState = Connecting | Thinking | Talking | { readonly phase: 'done' };

interface Connecting {
  readonly phase: 'connecting';
}

/** What a conversation carries from turn to turn. */
interface Ongoing {
  readonly traces: Traces;
  /** Turns that ended before their final ping came: a ping before the next turn's first reply is theirs. */
  readonly pingsOwed: number;
  readonly failed: boolean;
}

export interface Thinking extends Ongoing {
  readonly phase: 'thinking';
  readonly step: number;
  /** The instant at which the next utterance is due. */
  readonly intendedUs: number;
  /** `say` has been commanded; `said` follows at once. */
  readonly saying: boolean;
}

export interface Talking extends Ongoing {
  readonly phase: 'talking';
  readonly turn: OpenTurn;
}

export type MachineEvent =
  | ConnectionEvent
  /** The instant given by `wakeAtUs` has come. */
  | { readonly kind: 'wake'; readonly atUs: number }
  /** The commanded utterance has been sent. */
  | { readonly kind: 'said'; readonly atUs: number; readonly sent: SentInstant }
  /** palaver stops this conversation now. */
  | { readonly kind: 'interrupt'; readonly atUs: number };

export type Command =
  | { readonly kind: 'say'; readonly step: number; readonly intendedUs: number }
  | { readonly kind: 'output'; readonly role: OutputRole }
  | ({ readonly kind: 'measure' } & ReplyTiming)
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'end-turn'; readonly turn: EndedTurn }
  | { readonly kind: 'end-conversation'; readonly outcome: ConversationOutcome };

export interface Advance {
  readonly state: ConversationState;
  readonly commands: readonly Command[];
}
