/** Deeper values could not be written into texts. */
export const MAX_DEPTH = 100;

/** More would block the thread for too long, and could not be sent. */
const MAX_VALUES = 1_000_000;

/**
 * A copy of lists and plain objects down to `MAX_DEPTH`, each value read once: what a function keeps and changes later, or
 * computes whenever it is read, has no effect on others. All other values stay as they are. Throws what a getter throws, and an
 * Error for more than 1,000,000 values.
 */
export function plainCopy(value: unknown): unknown {
  let left = MAX_VALUES;
  return copy(value, MAX_DEPTH);

  function copy(original: unknown, depth: number): unknown {
    left -= 1;
    if (left < 0) throw new Error('returned more than 1,000,000 values');
    if (depth < 0) return original;
    if (Array.isArray(original)) return Array.from(original, (entry) => copy(entry, depth - 1));
    if (!isPlainObject(original)) return original;
    return Object.fromEntries(Object.entries(original).map(([key, entry]) => [key, copy(entry, depth - 1)]));
  }
}

/** Also of another realm, which has its own `Object`. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
