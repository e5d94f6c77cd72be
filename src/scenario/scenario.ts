import type { LoadProfile } from '../load/load-profile.ts';
import type { Distribution } from '../platform/distribution.ts';
import type { PracticeOptions } from '../practice/practice-options.ts';
import type { Threshold } from '../verdict/threshold.ts';

/** One validated scenario: nothing below needs to ask again whether a value makes sense. Plain data. */
export interface Scenario {
  readonly name: string;
  /** SHA-256 of the file's bytes (of the normalised quick-mode steps where there is no file). */
  readonly sha256: string;
  /** By name, in the order of the file; may be empty. */
  readonly targets: Readonly<Record<string, TargetEntry>>;
  readonly practice: PracticeOptions;
  readonly identity: IdentityPolicy;
  /** Undefined: the file gives none. */
  readonly load: LoadProfile | undefined;
  readonly conversations: readonly Conversation[];
  readonly thresholds: readonly Threshold[];
}

/** A target as the file gives it; the command line may replace its url. Texts are not yet parsed. */
export interface TargetEntry {
  readonly url: string;
  readonly token?: string;
  readonly testMode?: boolean;
  readonly channel?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly socketio?: 'auto' | 4 | 2;
  /** auto | wait | assume | a duration */
  readonly ready?: string;
  readonly handshake?: 'query' | 'inner';
  readonly emitWithAck?: boolean;
  readonly passthroughIp?: string;
}

export interface IdentityPolicy {
  /** A user id per virtual user (default) or per conversation. */
  readonly userId: 'perVu' | 'perConversation';
  /** Each conversation has a session of its own. */
  readonly session: 'new';
}

export interface Conversation {
  readonly name: string;
  /** Share among the conversations; any number above 0, default 1. */
  readonly weight: number;
  readonly steps: readonly SayStep[];
}

/** One utterance and what is expected of the replies. */
export interface SayStep {
  readonly kind: 'say';
  /** `as`, else the text cut at 32 characters; unique within the conversation. */
  readonly label: string;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | undefined;
  readonly resetFlow: boolean;
  readonly extra: Readonly<Record<string, unknown>> | undefined;
  readonly expect: Expectation;
  /** Waited before this step: from the end of the turn before (the first step: from ready) to the intended instant. */
  readonly think: Distribution;
  readonly timeoutMs: number;
  readonly completion: CompletionRule;
  readonly onFailure: 'stop' | 'continue';
}

/** When a turn has ended; always bounded by the step's timeout. */
export type CompletionRule =
  | { readonly kind: 'auto' }
  | { readonly kind: 'final-ping' }
  | { readonly kind: 'first-output' }
  | { readonly kind: 'replies'; readonly count: number }
  | { readonly kind: 'quiet'; readonly ms: number }
  | { readonly kind: 'match'; readonly text: TextMatcher };

export interface Expectation {
  /** Exactly so many replies. 0 makes a turn without replies a good one. */
  readonly replies?: number;
  /** True when any reply of the turn matches. */
  readonly text?: TextMatcher;
  /** Objectives, ms: a turn that misses one completes, but its conversation is not counted as goodput. */
  readonly firstOutputMs?: number;
  readonly turnMs?: number;
}

/** All given parts must hold. `matches` is an RE2 pattern with its flags; `not` must not hold. */
export interface TextMatcher {
  readonly contains?: string;
  readonly equals?: string;
  readonly matches?: { readonly pattern: string; readonly flags: string };
  readonly not?: TextMatcher;
}
