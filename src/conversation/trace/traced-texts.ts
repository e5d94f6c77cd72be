import { hashedText, jsonOf } from '../../endpoint/wire-value.ts';
import type { TracedText } from '../../measure/traces/trace-event.ts';
import type { ReplyCheck } from '../../scenario/reply-check.ts';
import { catchUnknownVariable } from '../../template/render-template.ts';
import type { Render } from '../checks/check-deps.ts';
import { describeCheck } from '../checks/describe-check.ts';
import type { Failure } from '../checks/failure.ts';

/** Maximum length of a text in a trace, in characters. */
const MAX_TEXT = 4000;

/** A text that every output may show. */
export function ofPublic(text: string): TracedText {
  return { clear: text, masked: text };
}

/** A text of the bot or the user: masked, only its length and hash. */
export function ofText(text: string): TracedText {
  return { clear: shortened(text), masked: hashedText(text) };
}

/** A value as JSON; undefined if there is none. */
export function ofValue(value: unknown): TracedText | undefined {
  const json = value === undefined ? undefined : jsonOf(value);
  return json === undefined ? undefined : ofText(json);
}

export function ofFailure({ message, withTexts = message }: Failure): TracedText {
  return { clear: withTexts, masked: message };
}

/** A check: masked, as written in the scenario. */
export function ofCheck(check: ReplyCheck, render: Render): TracedText {
  const masked = describeCheck(check);
  const clear = catchUnknownVariable(
    () => describeCheck(check, render),
    () => masked,
  );
  return { clear, masked };
}

function shortened(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}
