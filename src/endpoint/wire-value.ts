import { groupThousands } from '../platform/group-thousands.ts';
import { LIMITS } from '../platform/limits.ts';
import { redact, shortHash } from '../platform/redact.ts';

/** Data on the wire may be any JSON value; these functions read it without assuming its shape. */

export type WireRecord = Readonly<Record<string, unknown>>;

/** An object with keys: not null, not an array. */
export function isRecord(value: unknown): value is WireRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value[key]` where `value` is an object, else `undefined`. */
export function field(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

/** The value as JSON; undefined for what is nested too deeply: JSON is read to any depth, but written recursively. */
export function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** A string or number as text; anything else is `undefined`. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** An id, a code or a name of the server's, of a bounded length. */
export function wordOf(value: unknown): string | undefined {
  const word = textOf(value);
  return word === undefined ? undefined : boundedWord(word);
}

/**
 * A word that is too long is cut, and keeps a hash, so that two such words stay distinct. Secrets are hidden before: a part
 * of one would not be recognised later.
 */
export function boundedWord(word: string): string {
  if (word.length <= LIMITS.serverWord) return word;
  const safe = redact(word);
  const hash = shortHash(safe, 16);
  // Copied: a slice would keep the whole text in memory.
  return `${Buffer.from(safe.slice(0, LIMITS.serverWord - hash.length - 1)).toString()}…${hash}`;
}

/**
 * An id or a name from the server. A value with white space is a text that somebody said or wrote, and is not part of outputs
 * like other texts: only its length and its hash are kept.
 */
export function idOf(value: unknown): string | undefined {
  const id = wordOf(value);
  return id === undefined || !/\s/.test(id) ? id : hashedText(id);
}

/** `16 characters (#709fa378)`: how a redacted text is described. */
export function hashedText(text: string): string {
  return `${groupThousands(text.length)} ${text.length === 1 ? 'character' : 'characters'} (#${shortHash(text, 8)})`;
}
