import { isDeepStrictEqual } from 'node:util';
import type { ReplyChoice } from '../../endpoint/protocol/chat-protocol.ts';
import { readsAs } from '../../endpoint/protocol/title-match.ts';
import { jsonOf } from '../../endpoint/wire-value.ts';
import type { PathCheck, ReplyCheck, TextCheck, TextMatcher } from '../../scenario/reply-check.ts';
import { selectPath } from '../../template/json-path.ts';
import { catchUnknownVariable } from '../../template/render-template.ts';
import { hasTemplate } from '../../template/template.ts';
import type { Reply } from '../turn/open-turn.ts';
import type { CheckDeps, Render } from './check-deps.ts';
import { compiled } from './text-regex.ts';

/** Does all that is given hold for these replies together? An empty check holds for any reply, but not for none. */
export function matchesCheck(check: ReplyCheck, replies: readonly Reply[], deps: CheckDeps): boolean {
  if (replies.length === 0) return false;
  return (
    (!check.text || matchesTexts(check.text, replies, deps)) &&
    (check.jsonpath ?? []).every((path) => matchesPath(path, replies, deps.render)) &&
    missingChoices(check, replies, deps).length === 0 &&
    (check.source === undefined || replies.some(({ source }) => source === check.source))
  );
}

/** The same; a check that names a variable without a value does not hold. */
export function holds(check: ReplyCheck, replies: readonly Reply[], deps: CheckDeps): boolean {
  return catchUnknownVariable(
    () => matchesCheck(check, replies, deps),
    () => false,
  );
}

export function matchesTexts({ of, matcher }: TextCheck, replies: readonly Reply[], deps: CheckDeps): boolean {
  const last = replies.at(-1);
  switch (of) {
    case 'any':
      return matchesSome(matcher, replies, deps);
    case 'all':
      return replies.length > 0 && replies.every((reply) => matchesReply(matcher, reply, deps));
    case 'last':
      return last !== undefined && matchesReply(matcher, last, deps);
  }
}

/**
 * Does the matcher hold for one reply? Every positive part must hold for one of its texts (its own, or the fallback text
 * of a button in it); `not` must hold for none of them.
 */
export function matchesReply(matcher: TextMatcher, reply: Reply, deps: CheckDeps): boolean {
  const { not } = matcher;
  return hasMatch(matcher, reply, deps) && (!not || !matchesReply(not, reply, deps));
}

/** The positive parts alone. */
function hasMatch(matcher: TextMatcher, reply: Reply, deps: CheckDeps): boolean {
  return textsOf(reply, deps).some((text) => matchesText(matcher, text, deps.render));
}

/** The positive parts for at least one reply, the `not` for no reply at all. */
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
      return found.some((value) => isWanted(value, expected.value, render));
    case 'text':
      return found.some((value) => matchesValue(expected.matcher, value, render));
  }
}

/** A template gives a text, so a number in a reply is compared as it would be written. */
function isWanted(value: unknown, wanted: unknown, render: Render): boolean {
  if (typeof wanted !== 'string' || !hasTemplate(wanted)) return isDeepStrictEqual(value, wanted);
  return writtenAs(value) === render(wanted);
}

function matchesValue(matcher: TextMatcher, value: unknown, render: Render): boolean {
  const { not } = matcher;
  return matchesText(matcher, writtenAs(value), render) && (!not || !matchesValue(not, value, render));
}

function writtenAs(value: unknown): string {
  return typeof value === 'string' ? value : (jsonOf(value) ?? '');
}

/** Each reply as `{ text, data, source }`, once for every data it has. */
export function valuesAt(path: string, replies: readonly Reply[]): readonly unknown[] {
  return replies.flatMap(({ text, data, source }) =>
    (data.length === 0 ? [null] : data).flatMap((entry) =>
      selectPath({ text, data: entry, source: source ?? null }, path),
    ),
  );
}

/** Everything the replies offer to press, the newest reply first. */
export function offeredBy(replies: readonly Reply[], { reading }: Pick<CheckDeps, 'reading'>): readonly ReplyChoice[] {
  return replies.toReversed().flatMap((reply) => reply.data.flatMap((data) => reading.choices(data)));
}

/** Titles that are not offered, as written in the check. */
export function missingChoices(check: ReplyCheck, replies: readonly Reply[], deps: CheckDeps): readonly string[] {
  if (!check.quickReplies) return [];
  const offered = offeredBy(replies, deps);
  return check.quickReplies.filter((wanted) => !offered.some(({ title }) => readsAs(title, deps.render(wanted))));
}

/** Every text of a reply that a user can read. */
export function textsOf(reply: Reply, { reading }: Pick<CheckDeps, 'reading'>): string[] {
  if (reply.data.length === 0) return [reply.text];
  return [reply.text, ...reply.data.flatMap((data) => reading.texts({ text: '', data }))];
}

function matchesText(matcher: TextMatcher, text: string, render: Render): boolean {
  if (matcher.contains !== undefined && !text.includes(render(matcher.contains))) return false;
  if (matcher.equals !== undefined && text !== render(matcher.equals)) return false;
  return matcher.matches === undefined || compiled(matcher.matches).matcher(text).find();
}
