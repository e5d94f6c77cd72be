import { redact } from '../platform/redact.ts';
import { visible } from '../platform/visible.ts';

/** A copy of plain data in whose texts no secret is left and nothing commands a terminal; keys stay as they are. */
export function redactDeep<T>(value: T): T {
  if (typeof value === 'string') return visible(redact(value)) as T;
  if (Array.isArray(value)) return value.map(redactDeep) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([key, part]) => [key, redactDeep(part)])) as T;
}
