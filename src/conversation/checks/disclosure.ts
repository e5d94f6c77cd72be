import { hashedText, jsonOf } from '../../endpoint/wire-value.ts';
import { excerpt } from '../../platform/redact.ts';

/** How a failure message shows texts of the bot: in plain text, or redacted, so that outputs can be stored and shared. */
export interface Disclosure {
  texts(texts: readonly string[]): string;
  /** What a path found. */
  value(value: unknown): string;
}

/** Shows several texts. */
const MAX_TOLD = 3;

/** In plain text, truncated where it is long. */
export const IN_CLEAR: Disclosure = {
  texts: (texts) => quote(texts.join(' | ')),
  value: short,
};

/** Only how long it was, and a hash by which equal texts are known: the one that conversations in the report have of replies. */
export const HASHED: Disclosure = {
  texts: (texts) => texts.slice(0, MAX_TOLD).map(hashedText).join(' | ') + (texts.length > MAX_TOLD ? ' | …' : ''),
  value: (value) => hashedText(typeof value === 'string' ? value : (jsonOf(value) ?? 'undefined')),
};

/** A text of the scenario, or one that may be shown. */
export function quote(text: string): string {
  return `"${excerpt(text, 60)}"`;
}

export function short(value: unknown): string {
  return excerpt(jsonOf(value) ?? 'undefined', 60);
}
