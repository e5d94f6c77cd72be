import type { ReplyChoice } from '../../endpoint/protocol/chat-protocol.ts';
import type { PathCheck, ReplyCheck, TextCheck, TextMatcher, WantedChoice } from '../../scenario/reply-check.ts';
import type { Expectation } from '../../scenario/scenario.ts';
import type { Reply } from '../turn/open-turn.ts';
import { AS_WRITTEN, type CheckDeps, type Render } from './check-deps.ts';
import { type Disclosure, HASHED, IN_CLEAR, quote, short } from './disclosure.ts';
import type { Failure } from './failure.ts';
import { matchesPath, matchesTexts, missingChoices, offeredBy, textsOf, valuesAt } from './judge-reply.ts';

/** One check of an expectation, and how far the replies met it, in words. */
export interface WordedCheck {
  /** What was expected. */
  readonly describe: (render: Render) => string;
  /** Kind of the difference, if it was not met. */
  readonly difference: string;
  /** What was received instead. */
  readonly got: (disclosure: Disclosure) => string;
}

/** The first failed check of a turn: expected and actual, in one line; undefined if every check passes. */
export function failedCheck(expect: Expectation, replies: readonly Reply[], deps: CheckDeps): Failure | undefined {
  const unmet = firstUnmet(expect, replies, deps);
  if (!unmet) return undefined;
  const { describe, difference, got } = wordCheck(unmet, replies, deps);
  return {
    check: describe(AS_WRITTEN),
    difference,
    message: `expected ${describe(AS_WRITTEN)}, got ${got(HASHED)}`,
    withTexts: `expected ${describe(deps.render)}, got ${got(IN_CLEAR)}`,
  };
}

/** The first check that fails, as an expectation of its own. */
function firstUnmet(expect: Expectation, replies: readonly Reply[], deps: CheckDeps): Expectation | undefined {
  const { replies: wanted, text, source } = expect;
  if (wanted !== undefined && wanted !== replies.length) return { replies: wanted };
  if (text && !matchesTexts(text, replies, deps)) return { text };
  const path = expect.jsonpath?.find((check) => !matchesPath(check, replies, deps.render));
  if (path) return { jsonpath: [path] };
  const [missing] = missingChoices(expect, replies, deps);
  if (missing !== undefined) return { quickReplies: [missing] };
  return source !== undefined && !replies.some((reply) => reply.source === source) ? { source } : undefined;
}

/** `single`: an expectation that consists of one check. */
export function wordCheck(single: Expectation, replies: readonly Reply[], deps: CheckDeps): WordedCheck {
  const { replies: wanted, text, jsonpath: [path] = [], quickReplies: [title] = [], source } = single;
  if (wanted !== undefined) {
    return { describe: () => count(wanted), difference: 'reply-count', got: () => String(replies.length) };
  }
  if (text) {
    // The data of a reply often repeat its text, as a fallback for other channels.
    const said = replies.flatMap((reply) => [...new Set(textsOf(reply, deps))]).filter((one) => one !== '');
    const isSilent = said.length === 0;
    return {
      describe: (words) => describeText(text, words),
      difference: isSilent ? 'no-text' : 'text-differs',
      got: ({ texts }) => (isSilent ? 'no text' : texts(said)),
    };
  }
  if (path) {
    const found = valuesAt(path.path, replies).slice(0, 3);
    const isMissing = found.length === 0;
    return {
      describe: (words) => describePath(path, words),
      difference: isMissing ? 'value-missing' : 'value-differs',
      got: ({ value }) => (isMissing ? 'no value' : found.map(value).join(', ')),
    };
  }
  if (title !== undefined) {
    return {
      describe: (words) => `${describeChoice(title, words)} to be offered`,
      difference: 'not-offered',
      got: (disclosure) => offers(offeredBy(replies, deps), disclosure),
    };
  }
  const sources = [...new Set(replies.map((reply) => reply.source ?? 'none'))].join(', ');
  return { describe: () => `a reply from ${source}`, difference: 'source-differs', got: () => sources || 'none' };
}

/** Describes a check, for messages. */
export function describeCheck(check: ReplyCheck, render: Render = AS_WRITTEN): string {
  const parts = [
    check.text && describeText(check.text, render),
    ...(check.jsonpath ?? []).map((path) => describePath(path, render)),
    check.quickReplies && `${check.quickReplies.map((each) => describeChoice(each, render)).join(', ')} to be offered`,
    check.source && `a reply from ${check.source}`,
  ];
  return parts.filter(Boolean).join(' and ') || 'any output';
}

const WHICH = { any: 'a reply that', all: 'that every reply', last: 'that the last reply' } as const;

function describeText(check: TextCheck, render: Render): string {
  if (check.of !== 'in-order') return `${WHICH[check.of]} ${describeMatcher(check.matcher, render)}`;
  const { matchers, not } = check;
  const wanted = matchers.map((matcher) => `one that ${describeMatcher(matcher, render)}`).join(', then ');
  return `these replies: ${wanted}${not ? ` and none that ${describeMatcher(not, render)}` : ''}`;
}

function describeChoice(wanted: WantedChoice, render: Render): string {
  return typeof wanted === 'string' ? quote(render(wanted)) : `a title like ${quote(render(wanted.like))}`;
}

function describeMatcher(matcher: TextMatcher, render: Render): string {
  const { contains, equals, matches, like, anyOf, allOf, not } = matcher;
  const flags = [matcher.ignoreCase && 'ignoring case', matcher.normalize && 'normalized'].filter(Boolean).join(', ');
  const how = flags === '' ? '' : ` (${flags})`;
  const parts = [
    contains !== undefined && `contains ${quote(render(contains))}${how}`,
    equals !== undefined && `equals ${quote(render(equals))}${how}`,
    matches && `matches /${matches.pattern}/${matches.flags}${matcher.normalize ? ' (normalized)' : ''}`,
    like !== undefined && `is like ${quote(render(like))}`,
    ...(allOf ?? []).map((each) => describeMatcher(each, render)),
    anyOf && describeAny(anyOf, render),
    not && `is not one that ${describeMatcher(not, render)}`,
  ];
  return parts.filter(Boolean).join(' and ');
}

/** Maximum number of alternatives shown. */
const MAX_ALTERNATIVES = 5;

function describeAny(matchers: readonly TextMatcher[], render: Render): string {
  const shown = matchers.slice(0, MAX_ALTERNATIVES).map((matcher) => describeMatcher(matcher, render));
  const more = matchers.length - shown.length;
  return `(${[...shown, ...(more > 0 ? [`${more} more`] : [])].join(' or ')})`;
}

function describePath({ path, expected }: PathCheck, render: Render): string {
  switch (expected.kind) {
    case 'exists':
      return expected.exists ? `a value at ${path}` : `no value at ${path}`;
    case 'equals':
      return `${short(typeof expected.value === 'string' ? render(expected.value) : expected.value)} at ${path}`;
    case 'text':
      return `a value at ${path} that ${describeMatcher(expected.matcher, render)}`;
  }
}

function offers(offered: readonly ReplyChoice[], { texts }: Disclosure): string {
  const titles = offered.map(({ title }) => texts([title]));
  return titles.length === 0 ? 'nothing to press' : titles.slice(0, 5).join(', ');
}

const count = (replies: number) => (replies === 1 ? '1 reply' : `${replies} replies`);
