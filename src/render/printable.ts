import { mapTexts } from '../platform/map-texts.ts';
import { visible } from '../platform/visible.ts';

/** A copy of plain data without terminal control characters: a report may come from elsewhere. */
export function printable<T>(value: T): T {
  return mapTexts(value, visible);
}
