import { KnownError } from '../../platform/known-error.ts';

const STEP = /\.([\p{L}_][\p{L}\p{N}_]*)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/uy;

/**
 * The keys of a JSONPath to a single value, such as `$.a['b'][0]`. A list at its end (`[*]`) is ignored.
 * @throws KnownError for other paths: they say where to find a value, not where to put it.
 */
export function keysOfPath(path: string): readonly (string | number)[] {
  const keys: (string | number)[] = [];
  const text = path.replace(/\[\*\]$|\.\*$/, '');
  STEP.lastIndex = 1;
  while (text.startsWith('$') && STEP.lastIndex < text.length) {
    const [, name, single, double, index] = STEP.exec(text) ?? refuse(path);
    keys.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index));
  }
  return keys;
}

function refuse(path: string): never {
  throw new KnownError(`the mock endpoint cannot send an event with a value at ${path}`, {
    hint: 'use a path to a single value, such as $.message.text, or a target with --target',
  });
}

/** The value with another one inside, at a path. */
export function withValueAt(root: unknown, path: string, value: unknown): unknown {
  return put(root, keysOfPath(path), value);
}

function put(root: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  const inner = typeof root === 'object' && root !== null ? (root as Record<string | number, unknown>)[key] : undefined;
  if (typeof key === 'number') {
    const list = Array.isArray(root) ? [...root] : [];
    list[key] = put(inner, rest, value);
    return list;
  }
  return { ...(typeof root === 'object' && !Array.isArray(root) ? root : undefined), [key]: put(inner, rest, value) };
}
