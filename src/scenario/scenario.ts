import type { GivenSettings, ProtocolName } from '../endpoint/endpoint-settings.ts';
import type { HookReference } from '../hooks/hook-reference.ts';
import type { LoadProfile } from '../load/load-profile.ts';
import type { SeriesDetail } from '../measure/shape/run-shape.ts';
import type { MockOptions } from '../mock/mock-options.ts';
import type { Threshold } from '../verdict/threshold.ts';
import type { Instruction, OnFailure } from './instruction.ts';
import type { ReplyCheck } from './reply-check.ts';
import type { TextPattern } from './text-pattern.ts';
import type { ThinkTime } from './think-time.ts';

/** One validated scenario: later code need not check its values again. Plain data. */
export interface Scenario {
  readonly name: string;
  /** SHA-256 of the file's bytes (without a file, of the normalised steps of --say). */
  readonly sha256: string;
  /** By name, in the order of the file; may be empty. */
  readonly targets: Readonly<Record<string, TargetEntry>>;
  readonly mock: MockOptions;
  /** Undefined: the file has none. */
  readonly load: LoadProfile | undefined;
  readonly conversations: readonly Conversation[];
  readonly thresholds: readonly Threshold[];
  /** Run once per run: before the load, and at its end. */
  readonly setup: RunHook | undefined;
  readonly teardown: RunHook | undefined;
  /** Where each utterance carries the id of its session: a bot that echoes it proves to which session a reply belongs. */
  readonly marker: 'text' | 'data' | undefined;
  readonly budget: Budget | undefined;
  /** How finely a run is measured. Default: by step. */
  readonly series?: SeriesDetail | undefined;
  /** Names of columns, captures and variables of functions whose values no output contains. Default none. */
  readonly secrets?: readonly string[] | undefined;
  /** Hosts shared with others (`*.` matches any subdomain), for the platform limits. Undefined: those of the platform. */
  readonly sharedHosts: readonly string[] | undefined;
}

/** A function of the user that runs once per run. */
export interface RunHook {
  readonly hook: HookReference;
  readonly timeoutMs: number;
}

/** Limits on what a run uses, counted during the run; it stops gracefully when one of them is reached. */
export interface Budget {
  readonly inputs: number | undefined;
  /** Billable conversations: sum over sessions of inputs / 50, rounded up. */
  readonly conversations: number | undefined;
  /** Price of a billable conversation, in any currency. */
  readonly costPerConversation: number | undefined;
  /** In the same currency; needs `costPerConversation`. */
  readonly cost: number | undefined;
}

/** A target as written in the file; the command line may replace its url. Texts are not yet parsed. */
export interface TargetEntry extends GivenSettings {
  readonly url: string;
  readonly token?: string;
  /** Default: that of Cognigy. */
  readonly protocol?: ProtocolName;
  /** Engine.IO path. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Extra query parameters of the upgrade request. */
  readonly query?: Readonly<Record<string, string>>;
  readonly socketio?: 'auto' | 4 | 2;
  /** auto | wait | assume | a duration */
  readonly ready?: string;
  /** Maximum rate of inject and notify requests, per second. */
  readonly pushRate?: number;
  /** Options of the mock endpoint that replaces this target. Default: those of the scenario. */
  readonly mock?: MockOptions;
}

/** User ids and sessions that the virtual users of a conversation present to the endpoint. */
export interface IdentityPolicy {
  /** A user id per virtual user (default), per conversation, or a template such as `{{email}}`. */
  readonly userId: 'perVu' | 'perConversation' | { readonly template: string };
  /**
   * A session and a connection per conversation (default), or both kept as long as the user's conversations complete; `always`:
   * kept also after one that failed (only in a conversation by hand).
   */
  readonly session: 'new' | 'keep' | 'always';
  /** Overrides the channel of the target; may be a template. */
  readonly channel: string | undefined;
}

export interface Conversation {
  readonly name: string;
  /** Relative frequency; any number above 0, default 1. */
  readonly weight: number;
  /** When it starts under a load with recorded arrivals. */
  readonly startMs?: number;
  readonly identity: IdentityPolicy;
  readonly feed: Feed | undefined;
  /** The steps that are turns, in the order of the file; `instructions` refer to them by index. */
  readonly steps: readonly SayStep[];
  /** The steps, flattened, in order of execution. */
  readonly instructions: readonly Instruction[];
  /** Any output that matches one of these ends the conversation. */
  readonly stopWhen: readonly StopRule[];
}

export interface StopRule {
  readonly when: ReplyCheck;
  /** Outcome of the conversation. */
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
  /** After the last row (not for random): start again from the first, or start no further conversation. */
  readonly whenEmpty: 'recycle' | 'stop';
  /** Names that every row has. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Column → value: text from CSV, any JSON value from the other formats. */
export type Row = Readonly<Record<string, unknown>>;

/** One turn: an utterance and what is expected of the replies. */
export interface SayStep {
  readonly kind: 'say';
  /**
   * `as`, else the unrendered text truncated to 32 characters. Steps of a conversation with the same one are measured together.
   */
  readonly label: string;
  readonly utterance: Utterance;
  /** Templates are allowed in its texts. */
  readonly data: Readonly<Record<string, unknown>> | undefined;
  readonly resetFlow: boolean;
  readonly extra: Readonly<Record<string, unknown>> | undefined;
  readonly expect: Expectation;
  /** A turn without a reply passes: a bare `reset`. */
  readonly mayBeSilent: boolean;
  /** A reply that matches one of these marks the turn as errored. */
  readonly errorTexts: readonly TextPattern[];
  readonly captures: readonly Capture[];
  /** From the end of the previous turn (first step: from ready) to the intended instant of this one. */
  readonly think: ThinkTime;
  /** Send typing indicator events while the user thinks. */
  readonly typingIndicator: boolean;
  readonly timeoutMs: number;
  readonly completion: CompletionRule;
  readonly onFailure: OnFailure;
}

/**
 * What the user sends: one of these texts, chosen at random (templates allowed), a button of the last replies, or what a
 * function of the user returns.
 */
export type Utterance =
  | { readonly kind: 'text'; readonly choices: readonly string[] }
  | PressUtterance
  | { readonly kind: 'call'; readonly hook: HookReference };

export interface PressUtterance {
  readonly kind: 'press';
  /** The title of the button (template allowed), or its number, from 1; without both, the first button. */
  readonly title: string | undefined;
  readonly number: number | undefined;
}

/** Stores a value of the turn's replies in a variable. If nothing is found and there is no `otherwise`, the check fails. */
export interface Capture {
  readonly name: string;
  readonly from:
    | { readonly kind: 'jsonpath'; readonly path: string }
    | { readonly kind: 'regex'; readonly pattern: TextPattern; readonly group: number | string };
  readonly otherwise: string | undefined;
}

/** When a turn ends; at the latest at the timeout of its step. */
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
  /** A function of the user, called after all other checks have passed. */
  readonly call?: HookReference;
  /** Objectives, ms: a turn that misses one still completes, but its conversation does not count as goodput. */
  readonly firstOutputMs?: number;
  readonly turnMs?: number;
}
