/** Where looking for content stops; what is nested deeper counts as content. */
const MAX_DEPTH = 12;

/** White space, and characters without a width. */
const INVISIBLE = /^[\s\u200b-\u200d\u2060]+$/;

/** Nothing but white space. The Webchat shows no message for it (its tests `emptyMessage`, `empty-messenger-message`). */
export function isBlankText(text: string): boolean {
  return text.trim() === '' || INVISIBLE.test(text);
}

/** Does nothing in it have a value? Objects and lists are as blank as what they hold; false and 0 are content. */
export function isBlankValue(value: unknown, depth = 0): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return isBlankText(value);
  if (typeof value !== 'object' || depth > MAX_DEPTH) return false;
  return Object.values(value).every((inner) => isBlankValue(inner, depth + 1));
}
