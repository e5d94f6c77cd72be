import { isDeepStrictEqual } from 'node:util';
import type { ReplyChoice } from '../../endpoint/protocol/chat-protocol.ts';
import { readsAs } from '../../endpoint/protocol/title-match.ts';
import { jsonOf } from '../../endpoint/wire-value.ts';
import type { PathCheck, ReplyCheck, TextCheck, TextMatcher, WantedChoice } from '../../scenario/reply-check.ts';
import { selectPath } from '../../template/json-path.ts';
import { catchUnknownVariable } from '../../template/render-template.ts';
import { hasTemplate } from '../../template/template.ts';
import type { Reply } from '../turn/open-turn.ts';
import type { CheckDeps, Render } from './check-deps.ts';
import { asCompared, isLike } from './like-text.ts';
import { compiled } from './text-regex.ts';

/** Whether all given parts of a check pass for these replies together. An empty check needs at least one reply. */
export function matchesCheck(check: ReplyCheck, replies: readonly Reply[], deps: CheckDeps): boolean {
  if (replies.length === 0) return false;
  return (
    (!check.text || matchesTexts(check.text, replies, deps)) &&
    (check.jsonpath ?? []).every((path) => matchesPath(path, replies, deps.render)) &&
    missingChoices(check, replies, deps).length === 0 &&
    (check.source === undefined || replies.some(({ source }) => source === check.source))
  );
}

/** As `matchesCheck`, but false if the check uses a variable without a value. */
export function passes(check: ReplyCheck, replies: readonly Reply[], deps: CheckDeps): boolean {
  return catchUnknownVariable(
    () => matchesCheck(check, replies, deps),
    () => false,
  );
}

export function matchesTexts(check: TextCheck, replies: readonly Reply[], deps: CheckDeps): boolean {
  const last = replies.at(-1);
  switch (check.of) {
    case 'any':
      return matchesSome(check.matcher, replies, deps);
    case 'all':
      return replies.length > 0 && replies.every((reply) => matchesReply(check.matcher, reply, deps));
    case 'last':
      return last !== undefined && matchesReply(check.matcher, last, deps);
    case 'in-order':
      return matchesInOrder(check.matchers, replies, deps) && !(check.not && matchesSome(check.not, replies, deps));
  }
}

/** Taking the first reply that matches never prevents a later match. */
function matchesInOrder(matchers: readonly TextMatcher[], replies: readonly Reply[], deps: CheckDeps): boolean {
  let position = 0;
  return matchers.every((matcher) => {
    const index = replies.findIndex((reply, at) => at >= position && matchesReply(matcher, reply, deps));
    position = index + 1;
    return index >= 0;
  });
}

/**
 * Whether one reply matches: one of its texts (its own, or the fallback text of a button) must match all positive parts, and
 * none must match `not`.
 */
export function matchesReply(matcher: TextMatcher, reply: Reply, deps: CheckDeps): boolean {
  const { not } = matcher;
  return hasMatch(matcher, reply, deps) && (!not || !matchesReply(not, reply, deps));
}

/** Whether a reply matches the positive parts. */
function hasMatch(matcher: TextMatcher, reply: Reply, deps: CheckDeps): boolean {
  const { anyOf, allOf } = matcher;
  return (
    textsOf(reply, deps).some((text) => matchesText(matcher, text, deps.render)) &&
    (!anyOf || anyOf.some((each) => matchesReply(each, reply, deps))) &&
    (!allOf || allOf.every((each) => matchesReply(each, reply, deps)))
  );
}

/** Whether at least one reply matches the positive parts, and none matches `not`. */
function matchesSome(matcher: TextMatcher, replies: readonly Reply[], deps: CheckDeps): boolean {
  const { not } = matcher;
  return replies.some((reply) => hasMatch(matcher, reply, deps)) && (!not || !matchesSome(not, replies, deps));
}

export function matchesPath({ path, expected }: PathCheck, replies: readonly Reply[], render: Render): boolean {
  const found = valuesAt(path, replies);
  switch (expected.kind) {
    case 'exists':
      return found.length > 0 === expected.exists;
    case 'equals':
      return found.some((value) => equalsExpected(value, expected.value, render));
    case 'text':
      return found.some((value) => matchesValue(expected.matcher, value, render));
  }
}

/** A rendered template is a text, so other values are compared in their text form. */
function equalsExpected(value: unknown, wanted: unknown, render: Render): boolean {
  if (typeof wanted !== 'string' || !hasTemplate(wanted)) return isDeepStrictEqual(value, wanted);
  return writtenAs(value) === render(wanted);
}

function matchesValue(matcher: TextMatcher, value: unknown, render: Render): boolean {
  const { anyOf, allOf, not } = matcher;
  return (
    matchesText(matcher, writtenAs(value), render) &&
    (!anyOf || anyOf.some((each) => matchesValue(each, value, render))) &&
    (!allOf || allOf.every((each) => matchesValue(each, value, render))) &&
    (!not || !matchesValue(not, value, render))
  );
}

function writtenAs(value: unknown): string {
  return typeof value === 'string' ? value : (jsonOf(value) ?? '');
}

/** Values found in each reply, as `{ text, data, source }`, once for each of its data. */
export function valuesAt(path: string, replies: readonly Reply[]): readonly unknown[] {
  return replies.flatMap(({ text, data, source }) =>
    (data.length === 0 ? [null] : data).flatMap((entry) =>
      selectPath({ text, data: entry, source: source ?? null }, path),
    ),
  );
}

/** All quick replies and buttons of the replies, newest reply first. */
export function offeredBy(replies: readonly Reply[], { reading }: Pick<CheckDeps, 'reading'>): readonly ReplyChoice[] {
  return replies.toReversed().flatMap((reply) => reply.data.flatMap((data) => reading.choices(data)));
}

/** What is not offered, as written in the check. */
export function missingChoices(check: ReplyCheck, replies: readonly Reply[], deps: CheckDeps): readonly WantedChoice[] {
  if (!check.quickReplies) return [];
  const offered = offeredBy(replies, deps);
  return check.quickReplies.filter((wanted) => !offered.some((choice) => isWanted(choice, wanted, deps.render)));
}

function isWanted({ title, payload }: ReplyChoice, wanted: WantedChoice, render: Render): boolean {
  if (typeof wanted === 'string') return readsAs(title, render(wanted));
  const text = render(wanted.like);
  return isLike(title, text) || isLike(payload, text);
}

/** Every text of a reply that a user can read. */
export function textsOf(reply: Reply, { reading }: Pick<CheckDeps, 'reading'>): string[] {
  if (reply.data.length === 0) return [reply.text];
  return [reply.text, ...reply.data.flatMap((data) => reading.texts({ text: '', data }))];
}

/** Whether a text matches the parts that concern one text. */
function matchesText(matcher: TextMatcher, text: string, render: Render): boolean {
  const { contains, equals, matches, like, ignoreCase = false, normalize = false } = matcher;
  if (like !== undefined && !isLike(text, render(like))) return false;
  const compare = (each: string) => (ignoreCase || normalize ? asCompared(each, ignoreCase, normalize) : each);
  if (contains !== undefined && !compare(text).includes(compare(render(contains)))) return false;
  if (equals !== undefined && compare(text) !== compare(render(equals))) return false;
  return (
    matches === undefined ||
    compiled(matches)
      .matcher(normalize ? asCompared(text, false) : text)
      .find()
  );
}
