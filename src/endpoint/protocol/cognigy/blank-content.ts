import { isRecord } from '../../wire-value.ts';
import { isBlankValue } from '../blank-value.ts';

/** What the platform adds to the chunks of a stream; users do not see it. */
const STREAM_MARKERS = new Set(['_messageId', '_finishReason']);

/**
 * Does nothing in the data have a value? Objects and lists are as blank as what they hold, so `{ _webchat: {} }` and
 * `{ _webchat: { message: {} } }` are; null and white space are; false and 0 are content.
 */
export function isBlankData(data: unknown): boolean {
  if (!isRecord(data)) return isBlankValue(data);
  return Object.entries(data).every(([key, value]) =>
    key === '_cognigy' && isRecord(value) ? isBlankCognigy(value) : isBlankValue(value, 1),
  );
}

function isBlankCognigy(content: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(content).every(([key, value]) => STREAM_MARKERS.has(key) || isBlankValue(value, 2));
}
