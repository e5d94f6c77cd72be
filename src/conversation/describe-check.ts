import { jsonOf } from '../endpoint/wire-value.ts';
import { excerpt } from '../platform/redact.ts';
import type { PathCheck, ReplyCheck, TextCheck, TextMatcher } from '../scenario/reply-check.ts';
import type { Expectation } from '../scenario/scenario.ts';
import {
  AS_WRITTEN,
  matchesPath,
  matchesTexts,
  missingChoices,
  offeredBy,
  type Render,
  textsOf,
  valuesAt,
} from './judge-reply.ts';
import type { Reply } from './open-turn.ts';

/** What was expected of a turn and what came, in one line; undefined when every check holds. */
export function failedCheck(
  expect: Expectation,
  replies: readonly Reply[],
  render: Render = AS_WRITTEN,
): string | undefined {
  if (expect.replies !== undefined && expect.replies !== replies.length) {
    return `expected ${count(expect.replies)}, got ${replies.length}`;
  }
  if (expect.text && !matchesTexts(expect.text, replies, render)) {
    return `expected ${describeText(expect.text, render)}, got ${saidBy(replies)}`;
  }
  const path = expect.jsonpath?.find((check) => !matchesPath(check, replies, render));
  if (path) return `expected ${describePath(path, render)}, got ${foundAt(path.path, replies)}`;
  const [missing] = missingChoices(expect, replies, render);
  if (missing !== undefined) return `expected ${quote(missing)} to be offered, got ${offers(replies)}`;
  if (expect.source !== undefined && !replies.some(({ source }) => source === expect.source)) {
    const sources = [...new Set(replies.map(({ source }) => source ?? 'none'))].join(', ');
    return `expected a reply from ${expect.source}, got ${sources || 'none'}`;
  }
  return undefined;
}

/** What a check asks for, for the message of a step that waited in vain. */
export function describeCheck(check: ReplyCheck, render: Render = AS_WRITTEN): string {
  const parts = [
    check.text && describeText(check.text, render),
    ...(check.jsonpath ?? []).map((path) => describePath(path, render)),
    check.quickReplies && `${check.quickReplies.map(render).map(quote).join(', ')} to be offered`,
    check.source && `a reply from ${check.source}`,
  ];
  return parts.filter(Boolean).join(' and ') || 'any output';
}

const WHICH = { any: 'a reply that', all: 'that every reply', last: 'that the last reply' } as const;

function describeText({ of, matcher }: TextCheck, render: Render): string {
  return `${WHICH[of]} ${describeMatcher(matcher, render)}`;
}

function describeMatcher(matcher: TextMatcher, render: Render): string {
  const parts = [
    matcher.contains !== undefined && `contains ${quote(render(matcher.contains))}`,
    matcher.equals !== undefined && `equals ${quote(render(matcher.equals))}`,
    matcher.matches && `matches /${matcher.matches.pattern}/${matcher.matches.flags}`,
    matcher.not && `is not one that ${describeMatcher(matcher.not, render)}`,
  ];
  return parts.filter(Boolean).join(' and ');
}

function describePath({ path, expected }: PathCheck, render: Render): string {
  switch (expected.kind) {
    case 'exists':
      return expected.exists ? `something at ${path}` : `nothing at ${path}`;
    case 'equals':
      return `${short(typeof expected.value === 'string' ? render(expected.value) : expected.value)} at ${path}`;
    case 'text':
      return `at ${path} what ${describeMatcher(expected.matcher, render)}`;
  }
}

function saidBy(replies: readonly Reply[]): string {
  const texts = replies.flatMap(textsOf).filter((text) => text !== '');
  return texts.length === 0 ? 'no text' : quote(texts.join(' | '));
}

function foundAt(path: string, replies: readonly Reply[]): string {
  const found = valuesAt(path, replies);
  return found.length === 0 ? 'nothing there' : found.slice(0, 3).map(short).join(', ');
}

function offers(replies: readonly Reply[]): string {
  const titles = offeredBy(replies).map(({ title }) => quote(title));
  return titles.length === 0 ? 'nothing to press' : titles.slice(0, 5).join(', ');
}

const count = (replies: number) => (replies === 1 ? '1 reply' : `${replies} replies`);
const quote = (text: string) => `"${excerpt(text, 60)}"`;
const short = (value: unknown) => excerpt(jsonOf(value) ?? 'undefined', 60);
