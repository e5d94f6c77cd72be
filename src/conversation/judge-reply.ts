import { RE2JS } from 're2js';
import { replyTexts } from '../endpoint/reply-content.ts';
import { excerpt } from '../platform/redact.ts';
import type { TextMatcher } from '../scenario/reply-check.ts';
import type { Expectation } from '../scenario/scenario.ts';
import type { Reply } from './open-turn.ts';

/**
 * Does the matcher hold for one reply? Every positive part must hold for one of its texts (its own, or the fallback text
 * of a button in it); `not` must hold for none of them.
 */
export function matchesReply(matcher: TextMatcher, reply: Reply): boolean {
  const { not, ...positive } = matcher;
  return textsOf(reply).some((text) => matchesText(positive, text)) && (!not || !matchesReply(not, reply));
}

/** Does the matcher hold for a turn? Its positive parts for at least one reply, its `not` for no reply at all. */
function matchesTurn(matcher: TextMatcher, replies: readonly Reply[]): boolean {
  const { not, ...positive } = matcher;
  return replies.some((reply) => matchesReply(positive, reply)) && (!not || !matchesTurn(not, replies));
}

/** What was expected and what came, in one line; undefined when every check holds. */
export function judgeReplies(expect: Expectation, replies: readonly Reply[]): string | undefined {
  if (expect.replies !== undefined && expect.replies !== replies.length) {
    return `expected ${count(expect.replies)}, got ${replies.length}`;
  }
  const matcher = expect.text?.matcher;
  if (matcher && !matchesTurn(matcher, replies)) {
    const got = replies.flatMap(textsOf).filter((text) => text !== '');
    return `expected a reply that ${describeMatcher(matcher)}, got ${got.length === 0 ? 'no text' : quote(got.join(' | '))}`;
  }
  return undefined;
}

function textsOf(reply: Reply): string[] {
  return [reply.text, ...reply.data.flatMap((data) => replyTexts({ text: '', data }))];
}

function matchesText(matcher: Omit<TextMatcher, 'not'>, text: string): boolean {
  if (matcher.contains !== undefined && !text.includes(matcher.contains)) return false;
  if (matcher.equals !== undefined && text !== matcher.equals) return false;
  return matcher.matches === undefined || compiled(matcher.matches).matcher(text).find();
}

const patterns = new WeakMap<object, RE2JS>();

/** Compiled once per pattern of the scenario; RE2 runs in linear time, so no script can hang a run. */
function compiled(regex: NonNullable<TextMatcher['matches']>): RE2JS {
  let pattern = patterns.get(regex);
  if (!pattern) {
    pattern = RE2JS.compile(regex.pattern, flagsOf(regex.flags));
    patterns.set(regex, pattern);
  }
  return pattern;
}

function flagsOf(flags: string): number {
  return (
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0)
  );
}

function describeMatcher(matcher: TextMatcher): string {
  const parts = [
    matcher.contains !== undefined && `contains ${quote(matcher.contains)}`,
    matcher.equals !== undefined && `equals ${quote(matcher.equals)}`,
    matcher.matches && `matches /${matcher.matches.pattern}/${matcher.matches.flags}`,
    matcher.not && `is not one that ${describeMatcher(matcher.not)}`,
  ];
  return parts.filter(Boolean).join(' and ');
}

const count = (replies: number) => (replies === 1 ? '1 reply' : `${replies} replies`);
const quote = (text: string) => `"${excerpt(text, 60)}"`;
