import { visible } from '../platform/visible.ts';

/** A copy of plain data in whose texts nothing commands a terminal: a report may come from elsewhere. */
export function printable<T>(value: T): T {
  if (typeof value === 'string') return visible(value) as T;
  if (Array.isArray(value)) return value.map(printable) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, printable(part)])) as T;
}
