import type { TextPattern } from './text-pattern.ts';

/** A check of replies: all given parts must pass. Used by `expect`, `when`, `wait`, `match`, `while` and `stopWhen`. */
export interface ReplyCheck {
  readonly text?: TextCheck;
  /** Each is evaluated on `{ text, data, source }` of a reply, and must pass for at least one reply. */
  readonly jsonpath?: readonly PathCheck[];
  /** Titles that the quick replies or buttons of the replies must all contain, in any order. */
  readonly quickReplies?: readonly string[];
  /** `source` of at least one reply: bot, agent, … */
  readonly source?: string;
}

/** Which replies must match: any (default), all, or the last one. */
export interface TextCheck {
  readonly of: 'any' | 'all' | 'last';
  readonly matcher: TextMatcher;
}

/** All given parts must match. `matches` is an RE2 pattern with its flags; `not` must not match. */
export interface TextMatcher {
  readonly contains?: string;
  readonly equals?: string;
  readonly matches?: TextPattern;
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
