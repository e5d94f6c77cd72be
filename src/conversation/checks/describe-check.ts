import type { ReplyChoice } from '../../endpoint/protocol/chat-protocol.ts';
import type { PathCheck, ReplyCheck, TextCheck, TextMatcher, WantedChoice } from '../../scenario/reply-check.ts';
import type { Expectation } from '../../scenario/scenario.ts';
import type { Reply } from '../turn/open-turn.ts';
import { AS_WRITTEN, type CheckDeps, type Render } from './check-deps.ts';
import { type Disclosure, HASHED, IN_CLEAR, quote, short } from './disclosure.ts';
import type { Failure } from './failure.ts';
import { matchesPath, matchesTexts, missingChoices, offeredBy, textsOf, valuesAt } from './judge-reply.ts';

/** The first failed check of a turn: expected and actual, in one line; undefined if every check passes. */
export function failedCheck(expect: Expectation, replies: readonly Reply[], deps: CheckDeps): Failure | undefined {
  const unmet = (
    describe: (render: Render) => string,
    difference: string,
    got: (disclosure: Disclosure) => string,
  ): Failure => ({
    check: describe(AS_WRITTEN),
    difference,
    message: `expected ${describe(AS_WRITTEN)}, got ${got(HASHED)}`,
    withTexts: `expected ${describe(render)}, got ${got(IN_CLEAR)}`,
  });
  const { render } = deps;
  const { replies: wanted, text, source } = expect;
  if (wanted !== undefined && wanted !== replies.length) {
    return unmet(
      () => count(wanted),
      'reply-count',
      () => String(replies.length),
    );
  }
  if (text && !matchesTexts(text, replies, deps)) {
    const said = replies.flatMap((reply) => textsOf(reply, deps)).filter((one) => one !== '');
    const isSilent = said.length === 0;
    return unmet(
      (words) => describeText(text, words),
      isSilent ? 'no-text' : 'text-differs',
      ({ texts }) => (isSilent ? 'no text' : texts(said)),
    );
  }
  const path = expect.jsonpath?.find((check) => !matchesPath(check, replies, render));
  if (path) {
    const found = valuesAt(path.path, replies).slice(0, 3);
    const isMissing = found.length === 0;
    return unmet(
      (words) => describePath(path, words),
      isMissing ? 'value-missing' : 'value-differs',
      ({ value }) => (isMissing ? 'no value' : found.map(value).join(', ')),
    );
  }
  const [missing] = missingChoices(expect, replies, deps);
  if (missing !== undefined) {
    const describe = (words: Render) => `${describeChoice(missing, words)} to be offered`;
    return unmet(describe, 'not-offered', (disclosure) => offers(offeredBy(replies, deps), disclosure));
  }
  if (source !== undefined && !replies.some((reply) => reply.source === source)) {
    const sources = [...new Set(replies.map((reply) => reply.source ?? 'none'))].join(', ');
    return unmet(
      () => `a reply from ${source}`,
      'source-differs',
      () => sources || 'none',
    );
  }
  return undefined;
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
