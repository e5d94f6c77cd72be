import { hashedText } from '../../endpoint/wire-value.ts';
import type { HookReference } from '../../hooks/hook-reference.ts';
import { excerpt } from '../../platform/redact.ts';
import type { Failure } from '../checks/failure.ts';
import type { Reply } from '../turn/open-turn.ts';
import type { CallProblem } from './read-result.ts';

/** Shorter texts occur in ordinary words. */
const MIN_TEXT = 4;
const MAX_MESSAGE = 500;

/**
 * The failure of a step or check by a hook. Its message is the hook's own, so it may contain what the hook was given: values
 * of variables (`mask` replaces them) and texts of the bot, which are shown as elsewhere.
 */
export function callFailure(
  { shown }: HookReference,
  { difference, problem }: CallProblem,
  replies: readonly Reply[],
  mask: (text: string) => string,
): Failure {
  const texts = replies.map(({ text }) => text).filter((text) => text.length >= MIN_TEXT);
  const hidden = texts.reduce((message, text) => message.replaceAll(text, () => hashedText(text)), mask(problem));
  const messageFor = (what: string) => `call ${shown}: ${excerpt(what, MAX_MESSAGE)}`;
  return { check: `call ${shown}`, difference, message: messageFor(hidden), withTexts: messageFor(problem) };
}
