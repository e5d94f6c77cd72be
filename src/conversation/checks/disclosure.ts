import { hashedText, jsonOf } from '../../endpoint/wire-value.ts';
import { excerpt } from '../../platform/redact.ts';

/** How a failure message shows texts of the bot: in plain text, or hashed, so that reports can be stored and shared. */
export interface Disclosure {
  texts(texts: readonly string[]): string;
  /** A value found by a JSONPath. */
  value(value: unknown): string;
}

/** Maximum number of texts shown. */
const MAX_SHOWN = 3;

/** In plain text, truncated if long. */
export const IN_CLEAR: Disclosure = {
  texts: (texts) => quote(texts.join(' | ')),
  value: short,
};

/** Only length and hash: equal texts have equal hashes, the same as in conversations of the report. */
export const HASHED: Disclosure = {
  texts: (texts) => texts.slice(0, MAX_SHOWN).map(hashedText).join(' | ') + (texts.length > MAX_SHOWN ? ' | …' : ''),
  value: (value) => hashedText(typeof value === 'string' ? value : (jsonOf(value) ?? 'undefined')),
};

/** Quotes and truncates a text that may be shown. */
export function quote(text: string): string {
  return `"${excerpt(text, 60)}"`;
}

export function short(value: unknown): string {
  return excerpt(jsonOf(value) ?? 'undefined', 60);
}
