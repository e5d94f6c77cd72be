import type { TextPattern } from './text-pattern.ts';

/** A check of replies: all given parts must pass. Used by `expect`, `when`, `wait`, `match`, `while` and `stopWhen`. */
export interface ReplyCheck {
  readonly text?: TextCheck;
  /** Each is evaluated on `{ text, data, source }` of a reply, and must pass for at least one reply. */
  readonly jsonpath?: readonly PathCheck[];
  /** Quick replies or buttons that the replies must all offer, in any order. */
  readonly quickReplies?: readonly WantedChoice[];
  /** `source` of at least one reply: bot, agent, … */
  readonly source?: string;
}

/** Which replies must match: any (default), all, the last one, or one for each matcher. */
export type TextCheck =
  | { readonly of: 'any' | 'all' | 'last'; readonly matcher: TextMatcher }
  /** Each matcher must match a later reply than the one before it; no reply may match `not`. */
  | { readonly of: 'in-order'; readonly matchers: readonly TextMatcher[]; readonly not?: TextMatcher };

/** The title of a quick reply or button as the user reads it, or what its title or its payload must be like. */
export type WantedChoice = string | { readonly like: string };

/** All given parts must match. */
export interface TextMatcher {
  readonly contains?: string;
  readonly equals?: string;
  /** An RE2 pattern with its flags. */
  readonly matches?: TextPattern;
  /** Compares normalized texts, ignores case, and `*` stands for any characters (see like-text.ts). */
  readonly like?: string;
  /** For `contains` and `equals`. */
  readonly ignoreCase?: boolean;
  /** For `contains`, `equals` and `matches`: the text is compared as a user reads it (see text-as-read.ts). */
  readonly normalize?: boolean;
  readonly anyOf?: readonly TextMatcher[];
  readonly allOf?: readonly TextMatcher[];
  /** Must not match. */
  readonly not?: TextMatcher;
}

/** What a JSONPath (RFC 9535) must find: any value, none, a value equal to this, or a text that matches. */
export interface PathCheck {
  readonly path: string;
  readonly expected:
    | { readonly kind: 'exists'; readonly exists: boolean }
    | { readonly kind: 'equals'; readonly value: unknown }
    | { readonly kind: 'text'; readonly matcher: TextMatcher };
}
