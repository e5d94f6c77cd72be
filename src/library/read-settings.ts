import { KnownError } from '../platform/known-error.ts';
import { hintForUnknown } from '../platform/nearest-word.ts';
import type { CallerCallbacks } from './caller-observer.ts';

/** What the caller of `run` passes besides the scenario. */
export interface CallerSettings {
  readonly signal: AbortSignal | undefined;
  readonly callbacks: CallerCallbacks;
  /** All other options, not checked yet. */
  readonly options: Readonly<Record<string, unknown>>;
}

const CALLBACKS: readonly string[] = ['begin', 'progress', 'report', 'notice'] satisfies (keyof CallerCallbacks)[];

/** KnownError if the signal or the observer cannot be used. */
export function readSettings(settings: unknown): CallerSettings {
  const { signal, observer, ...options } = optionsObject(settings);
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw wrong('signal', 'an AbortSignal', signal);
  return { signal, callbacks: readObserver(observer), options };
}

/** KnownError if it is not an object of options. */
export function optionsObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('options', 'an object', value);
  return value as Readonly<Record<string, unknown>>;
}

/** An instance of a class may have other methods, too. */
function readObserver(observer: unknown = {}): CallerCallbacks {
  if (typeof observer !== 'object' || observer === null) throw wrong('observer', 'an object', observer);
  const isPlain = Object.getPrototypeOf(Object.getPrototypeOf(observer) ?? {}) === null;
  const unknown = isPlain ? Object.keys(observer).find((name) => !CALLBACKS.includes(name)) : undefined;
  if (unknown !== undefined)
    throw new KnownError(`observer has no callback ${unknown}`, { hint: hintForUnknown(unknown, CALLBACKS) });
  const callbacks = observer as Readonly<Record<string, unknown>>;
  for (const name of CALLBACKS) {
    const callback = callbacks[name];
    if (callback !== undefined && typeof callback !== 'function')
      throw wrong(`observer.${name}`, 'a function', callback);
  }
  return observer;
}

function wrong(name: string, wanted: string, value: unknown): KnownError {
  return new KnownError(`${name} must be ${wanted} (got ${kindOfValue(value)})`);
}

/** `null`, `a list`, `an AbortController`, `a number`. */
export function kindOfValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  const kind = Array.isArray(value)
    ? 'list'
    : typeof value === 'object'
      ? (value.constructor?.name ?? 'object')
      : typeof value;
  return `${/^[aeio]/i.test(kind) ? 'an' : 'a'} ${kind === 'Object' ? 'object' : kind}`;
}
