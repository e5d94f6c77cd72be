import { mapTexts } from '../platform/map-texts.ts';
import { forDisplay } from '../platform/redact.ts';

/** A copy of plain data whose texts hold no secrets and no terminal control characters; keys are unchanged. */
export function redactDeep<T>(value: T): T {
  return mapTexts(value, forDisplay);
}
