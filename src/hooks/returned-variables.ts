import { isPlainObject, MAX_DEPTH } from './plain-copy.ts';

/**
 * Variables from what a hook returned: nothing, or a plain object of texts, numbers, booleans, null, lists and objects.
 * Otherwise `problem` says what is wrong with it, after "returned".
 */
export function returnedVariables(
  value: unknown,
): { readonly value: Readonly<Record<string, unknown>> } | { readonly problem: string } {
  if (value === undefined || value === null) return { value: {} };
  if (!isPlainObject(value))
    return { problem: `returned ${kindOf(value)}; return an object of variables, such as { token }` };
  for (const [name, entry] of Object.entries(value)) {
    const kind = unusableIn(entry, MAX_DEPTH);
    if (kind !== undefined)
      return { problem: `returned ${kind} as ${name}; variables are strings, numbers, lists and plain objects` };
  }
  return { value };
}

/** What it is or holds that JSON cannot hold; undefined if there is nothing. A member that is undefined has no value. */
function unusableIn(value: unknown, depth: number): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : String(value);
  if (!Array.isArray(value) && !isPlainObject(value)) return kindOf(value);
  if (depth === 0) return 'a value that is nested too deeply';
  for (const entry of Object.values(value)) {
    const kind = unusableIn(entry, depth - 1);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** A value in words: "a string", "a function", "a Map". */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  const names = { string: 'a string', number: 'a number', boolean: 'a boolean', function: 'a function' };
  const named = (names as Record<string, string>)[typeof value];
  if (named !== undefined || typeof value !== 'object') return named ?? `a ${typeof value}`;
  const { name } = value.constructor ?? {};
  return name === undefined || name === 'Object' ? 'an object' : `a ${name}`;
}
