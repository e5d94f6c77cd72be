import { isDeepStrictEqual } from 'node:util';
import { type ReplyChoice, replyChoices } from '../../endpoint/cognigy/reply-choices.ts';
import { replyTexts } from '../../endpoint/cognigy/reply-content.ts';
import { readsAs } from '../../endpoint/cognigy/title-match.ts';
import { jsonOf } from '../../endpoint/wire-value.ts';
import { selectPath } from '../../scenario/data/json-path.ts';
import { whenKnown } from '../../scenario/data/render-template.ts';
import { hasTemplate } from '../../scenario/data/template.ts';
import type { PathCheck, ReplyCheck, TextCheck, TextMatcher } from '../../scenario/reply-check.ts';
import type { Reply } from '../turn/open-turn.ts';
import { compiled } from './text-regex.ts';

/** Puts the variables of a conversation into a text of the scenario. */
export type Render = (text: string) => string;
export const AS_WRITTEN: Render = (text) => text;

/** Does all that is given hold for these replies together? An empty check holds for any reply, but not for none. */
export function matchesCheck(check: ReplyCheck, replies: readonly Reply[], render: Render = AS_WRITTEN): boolean {
  if (replies.length === 0) return false;
  return (
    (!check.text || matchesTexts(check.text, replies, render)) &&
    (check.jsonpath ?? []).every((path) => matchesPath(path, replies, render)) &&
    missingChoices(check, replies, render).length === 0 &&
    (check.source === undefined || replies.some(({ source }) => source === check.source))
  );
}

/** The same; a check that names a variable without a value does not hold. */
export function holds(check: ReplyCheck, replies: readonly Reply[], render: Render): boolean {
  return whenKnown(
    () => matchesCheck(check, replies, render),
    () => false,
  );
}

export function matchesTexts({ of, matcher }: TextCheck, replies: readonly Reply[], render: Render): boolean {
  const last = replies.at(-1);
  switch (of) {
    case 'any':
      return matchesSome(matcher, replies, render);
    case 'all':
      return replies.length > 0 && replies.every((reply) => matchesReply(matcher, reply, render));
    case 'last':
      return last !== undefined && matchesReply(matcher, last, render);
  }
}

/**
 * Does the matcher hold for one reply? Every positive part must hold for one of its texts (its own, or the fallback text
 * of a button in it); `not` must hold for none of them.
 */
export function matchesReply(matcher: TextMatcher, reply: Reply, render: Render = AS_WRITTEN): boolean {
  const { not } = matcher;
  return hasMatch(matcher, reply, render) && (!not || !matchesReply(not, reply, render));
}

/** The positive parts alone. */
function hasMatch(matcher: TextMatcher, reply: Reply, render: Render): boolean {
  return textsOf(reply).some((text) => matchesText(matcher, text, render));
}

/** The positive parts for at least one reply, the `not` for no reply at all. */
function matchesSome(matcher: TextMatcher, replies: readonly Reply[], render: Render): boolean {
  const { not } = matcher;
  return replies.some((reply) => hasMatch(matcher, reply, render)) && (!not || !matchesSome(not, replies, render));
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
export function offeredBy(replies: readonly Reply[]): readonly ReplyChoice[] {
  return replies.toReversed().flatMap((reply) => reply.data.flatMap((data) => replyChoices(data)));
}

/** Titles that are not offered, as the check says them. */
export function missingChoices(check: ReplyCheck, replies: readonly Reply[], render: Render): readonly string[] {
  if (!check.quickReplies) return [];
  const offered = offeredBy(replies);
  return check.quickReplies.filter((wanted) => !offered.some(({ title }) => readsAs(title, render(wanted))));
}

/** Every text of a reply that a user can read. */
export function textsOf(reply: Reply): string[] {
  if (reply.data.length === 0) return [reply.text];
  return [reply.text, ...reply.data.flatMap((data) => replyTexts({ text: '', data }))];
}

function matchesText(matcher: TextMatcher, text: string, render: Render): boolean {
  if (matcher.contains !== undefined && !text.includes(render(matcher.contains))) return false;
  if (matcher.equals !== undefined && text !== render(matcher.equals)) return false;
  return matcher.matches === undefined || compiled(matcher.matches).matcher(text).find();
}
