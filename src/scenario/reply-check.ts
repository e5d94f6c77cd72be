import type { TextPattern } from './text-pattern.ts';

/** A check of replies: all that is given must hold. Serves `expect`, `when`, `wait`, `match`, `while` and `stopWhen`. */
export interface ReplyCheck {
  readonly text?: TextCheck;
  /** Each over `{ text, data, source }` of a reply; true when it holds for some reply. */
  readonly jsonpath?: readonly PathCheck[];
  /** Titles that quick replies or buttons of the replies must offer, all of them, in any order. */
  readonly quickReplies?: readonly string[];
  /** `source` of some reply: bot, agent, … */
  readonly source?: string;
}

/** Of which replies the matcher must hold: some (default), all, or the last one. */
export interface TextCheck {
  readonly of: 'any' | 'all' | 'last';
  readonly matcher: TextMatcher;
}

/** All given parts must hold. `matches` is an RE2 pattern with its flags; `not` must not hold. */
export interface TextMatcher {
  readonly contains?: string;
  readonly equals?: string;
  readonly matches?: TextPattern;
  readonly not?: TextMatcher;
}

/** What a JSONPath (RFC 9535) must find: something, nothing, a value equal to this, or a text that matches. */
export interface PathCheck {
  readonly path: string;
  readonly expected:
    | { readonly kind: 'exists'; readonly exists: boolean }
    | { readonly kind: 'equals'; readonly value: unknown }
    | { readonly kind: 'text'; readonly matcher: TextMatcher };
}
