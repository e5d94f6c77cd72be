/** What arrives on the wire is anything JSON can say; these look into it without trusting it. */

export type WireRecord = Readonly<Record<string, unknown>>;

/** An object with keys: not null, not an array. */
export function isRecord(value: unknown): value is WireRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value[key]` where `value` is an object, else `undefined`. */
export function field(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

/** As JSON; undefined for what is nested too deeply: JSON is read to any depth, but written recursively. */
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
