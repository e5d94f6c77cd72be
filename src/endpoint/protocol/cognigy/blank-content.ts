import { isRecord } from '../../wire-value.ts';

/** Where looking for content stops; what is nested deeper counts as content. */
const MAX_DEPTH = 12;

/** What the platform adds to the chunks of a stream; users do not see it. */
const STREAM_MARKERS = new Set(['_messageId', '_finishReason']);

/** White space, and characters without a width. */
const INVISIBLE = /^[\s\u200b-\u200d\u2060]+$/;

/** Nothing but white space. The Webchat shows no message for it (its tests `emptyMessage`, `empty-messenger-message`). */
export function isBlankText(text: string): boolean {
  return text.trim() === '' || INVISIBLE.test(text);
}

/**
 * Does nothing in the data have a value? Objects and lists are as blank as what they hold, so `{ _webchat: {} }` and
 * `{ _webchat: { message: {} } }` are; null and white space are; false and 0 are content.
 */
export function isBlankData(data: unknown): boolean {
  if (!isRecord(data)) return isBlankValue(data, 0);
  return Object.entries(data).every(([key, value]) =>
    key === '_cognigy' && isRecord(value) ? isBlankCognigy(value) : isBlankValue(value, 1),
  );
}

function isBlankCognigy(content: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(content).every(([key, value]) => STREAM_MARKERS.has(key) || isBlankValue(value, 2));
}

function isBlankValue(value: unknown, depth: number): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return isBlankText(value);
  if (typeof value !== 'object' || depth > MAX_DEPTH) return false;
  return Object.values(value).every((inner) => isBlankValue(inner, depth + 1));
}
