import { mapTexts } from '../platform/map-texts.ts';
import { forDisplay } from '../platform/redact.ts';

/** A copy of plain data in whose texts no secret is left and nothing commands a terminal; keys stay as they are. */
export function redactDeep<T>(value: T): T {
  return mapTexts(value, forDisplay);
}
