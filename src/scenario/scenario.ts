import type { GivenSettings } from '../endpoint/endpoint-settings.ts';
import type { LoadProfile } from '../load/load-profile.ts';
import type { MockOptions } from '../mock/mock-options.ts';
import type { Threshold } from '../verdict/threshold.ts';
import type { Instruction, OnFailure } from './instruction.ts';
import type { ReplyCheck } from './reply-check.ts';
import type { TextPattern } from './text-pattern.ts';
import type { ThinkTime } from './think-time.ts';

/** One validated scenario: nothing below needs to ask again whether a value makes sense. Plain data. */
export interface Scenario {
  readonly name: string;
  /** SHA-256 of the file's bytes (of the normalised quick-mode steps where there is no file). */
  readonly sha256: string;
  /** By name, in the order of the file; may be empty. */
  readonly targets: Readonly<Record<string, TargetEntry>>;
  readonly mock: MockOptions;
  /** Undefined: the file gives none. */
  readonly load: LoadProfile | undefined;
  readonly conversations: readonly Conversation[];
  readonly thresholds: readonly Threshold[];
  /** Where each utterance carries its session's id, so that a bot that echoes it proves whose reply a reply is. */
  readonly marker: 'text' | 'data' | undefined;
  readonly budget: Budget | undefined;
  /** Hosts shared with others (`*.` matches any labels), for the budget guard. Undefined: the vendor's. */
  readonly sharedHosts: readonly string[] | undefined;
}

/** What a run may spend; it is counted live, and the run stops gracefully when one of these is reached. */
export interface Budget {
  readonly inputs: number | undefined;
  /** Billable conversations: sum over sessions of inputs / 50, rounded up. */
  readonly conversations: number | undefined;
  /** Price of a billable conversation, in whatever currency. */
  readonly costPerConversation: number | undefined;
  /** In the same currency; needs `costPerConversation`. */
  readonly cost: number | undefined;
}

/** A target as the file gives it; the command line may replace its url. Texts are not yet parsed. */
export interface TargetEntry extends GivenSettings {
  readonly url: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly socketio?: 'auto' | 4 | 2;
  /** auto | wait | assume | a duration */
  readonly ready?: string;
  /** Maximum rate of inject and notify requests, per second. */
  readonly pushRate?: number;
  /** What the mock endpoint does in this target's place; the scenario's where there is none. */
  readonly mock?: MockOptions;
}

/** Who the virtual users of a conversation are to the endpoint. */
export interface IdentityPolicy {
  /** A user id per virtual user (default), per conversation, or a template of feed columns such as `{{guest}}`. */
  readonly userId: 'perVu' | 'perConversation' | { readonly template: string };
  /** A session and a connection per conversation (default), or both kept while the virtual user's conversations complete. */
  readonly session: 'new' | 'keep';
  /** In place of the target's channel. */
  readonly channel: string | undefined;
}

export interface Conversation {
  readonly name: string;
  /** Share among the conversations; any number above 0, default 1. */
  readonly weight: number;
  readonly identity: IdentityPolicy;
  readonly feed: Feed | undefined;
  /** The steps that are turns, in the order of the file; `instructions` refer to them by index. */
  readonly steps: readonly SayStep[];
  /** What to do, in order: steps, and the jumps that nested ones became. */
  readonly instructions: readonly Instruction[];
  /** Any output that meets one of these ends the conversation. */
  readonly stopWhen: readonly StopRule[];
}

export interface StopRule {
  readonly when: ReplyCheck;
  /** How the conversation then counts. */
  readonly as: 'completed' | 'failed';
}

/** Rows of data, one for each conversation. */
export interface Feed {
  /** As written in the scenario. */
  readonly file: string;
  /**
   * Row of the n-th conversation of this name: the n-th (sequential, unique), the n-th of a new permutation per pass
   * (shuffled), or any (random). With unique, each row is used once; then `whenEmpty` applies.
   */
  readonly order: 'sequential' | 'random' | 'shuffled' | 'unique';
  /** After the last row (not for random): begin again, or let no further conversation begin. */
  readonly whenEmpty: 'recycle' | 'stop';
  /** Names every row has. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Column → value: texts from CSV, anything JSON holds from the others. */
export type Row = Readonly<Record<string, unknown>>;

/** One turn: an utterance and what is expected of the replies. */
export interface SayStep {
  readonly kind: 'say';
  /** `as`, else the unrendered text truncated to 32 characters; unique within the conversation. */
  readonly label: string;
  readonly utterance: Utterance;
  /** Texts in it may hold templates. */
  readonly data: Readonly<Record<string, unknown>> | undefined;
  readonly resetFlow: boolean;
  readonly extra: Readonly<Record<string, unknown>> | undefined;
  readonly expect: Expectation;
  /** A turn that ends without a reply is a good one, whatever came: a bare `reset`. */
  readonly mayBeSilent: boolean;
  /** A reply that matches one of these marks the turn as errored. */
  readonly errorTexts: readonly TextPattern[];
  readonly captures: readonly Capture[];
  /** Waited before this step: from the end of the turn before (the first step: from ready) to the intended instant. */
  readonly think: ThinkTime;
  /** Shows typing to the endpoint while the user thinks. */
  readonly typingIndicator: boolean;
  readonly timeoutMs: number;
  readonly completion: CompletionRule;
  readonly onFailure: OnFailure;
}

/** What is said: one of these texts, chosen at random (templates allowed), or a button of the last replies. */
export type Utterance = { readonly kind: 'text'; readonly choices: readonly string[] } | PressUtterance;

export interface PressUtterance {
  readonly kind: 'press';
  /** The button's title (template allowed), or its number, from 1; the first without either. */
  readonly title: string | undefined;
  readonly number: number | undefined;
}

/** Into a variable of the conversation, from the replies of the turn. Nothing found and no `otherwise`: a failed check. */
export interface Capture {
  readonly name: string;
  readonly from:
    | { readonly kind: 'jsonpath'; readonly path: string }
    | { readonly kind: 'regex'; readonly pattern: TextPattern; readonly group: number | string };
  readonly otherwise: string | undefined;
}

/** When a turn has ended; always bounded by the step's timeout. */
export type CompletionRule =
  | { readonly kind: 'auto' }
  | { readonly kind: 'final-ping' }
  | { readonly kind: 'first-output' }
  | { readonly kind: 'replies'; readonly count: number }
  | { readonly kind: 'quiet'; readonly ms: number }
  | { readonly kind: 'match'; readonly check: ReplyCheck };

export interface Expectation extends ReplyCheck {
  /** Exact number of replies. With 0, a turn without replies passes. */
  readonly replies?: number;
  /** Objectives, ms: a turn that misses one completes, but its conversation is not counted as goodput. */
  readonly firstOutputMs?: number;
  readonly turnMs?: number;
}
