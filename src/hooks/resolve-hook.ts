import { KnownError } from '../platform/known-error.ts';
import { hintForUnknown } from '../platform/nearest-word.ts';
import type { HookReference } from './hook-reference.ts';
import { loadModule } from './load-module.ts';

/** A function of the user: gets its context, returns a value or a promise of one. */
export type Hook = (context: never) => unknown;

/**
 * The function that a reference names; loads its module. KnownError if the module cannot be loaded, has no such export, or
 * exports something else.
 */
export async function resolveHook({ module, path, shown }: HookReference): Promise<Hook> {
  let value = await loadModule(module, shown);
  for (const [depth, key] of path.entries()) {
    const found = memberOf(value, key);
    if (found === undefined) throw missing(shown, value, key, depth);
    value = found;
  }
  if (typeof value === 'function') return value as Hook;
  throw new KnownError(`${shown} is ${kindOf(value)}, not a function`, {
    hint: `export a function, such as: export async function ${path.findLast(isText) ?? 'hook'}({ vars }) { … }`,
  });
}

function memberOf(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string | number, unknown>)[key];
}

function missing(shown: string, value: unknown, key: string | number, depth: number): KnownError {
  if (depth > 0)
    return new KnownError(`${shown} is not there when its file is loaded again, as each load thread does`, {
      hint: 'export the same scenario whenever the file is loaded: without random numbers or the time',
    });
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const known = members.filter(([, member]) => ['function', 'object'].includes(typeof member)).map(([name]) => name);
  const hint = known.length === 0 ? 'export it from this file' : hintForUnknown(String(key), known);
  return new KnownError(`${shown}: this file has no export ${key}`, { hint });
}

function isText(key: string | number): key is string {
  return typeof key === 'string' && key !== 'default';
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return { string: 'a string', number: 'a number', boolean: 'a boolean' }[typeof value as string] ?? 'an object';
}
