import type { HookReference } from '../hooks/hook-reference.ts';
import { KnownError } from '../platform/known-error.ts';
import { pathText } from './file/path-text.ts';
import type { Path } from './file/text-place.ts';
import type { ScenarioSource } from './scenario-source.ts';

/** Deeper nesting is a mistake, such as an object that contains itself. */
const MAX_DEPTH = 60;

/** Where the functions in a scenario are found: in a module, from its export that is the scenario. */
export type ScenarioPlace = Pick<HookReference, 'module' | 'path'>;

/**
 * A scenario given as an object, as text; functions become references. `path`: of its module, or what names it in messages.
 * @throws KnownError for values that are not plain data.
 */
export function objectSource(scenario: unknown, path: string, place: ScenarioPlace): ScenarioSource {
  const reader = new ObjectReader(path, place);
  return { text: JSON.stringify(reader.read(scenario, []), null, 1), path, fromObject: true };
}

/** Keys whose values may be functions. */
const CALLED: Path = ['call', 'setup', 'teardown'];

/** Left out of the names of functions, which are also labels of steps. */
const IN_CONVERSATION = /^conversations\[\d+\]\./;

class ObjectReader {
  private readonly path: string;
  private readonly place: ScenarioPlace;

  constructor(path: string, place: ScenarioPlace) {
    this.path = path;
    this.place = place;
  }

  read(value: unknown, at: Path): unknown {
    if (at.length > MAX_DEPTH)
      throw new KnownError(`${this.path}: the scenario is nested too deeply, or contains itself`);
    if (typeof value === 'function') return this.reference(value.name, at);
    if (value === null || ['string', 'boolean', 'undefined'].includes(typeof value) || Number.isFinite(value))
      return value;
    if (Array.isArray(value)) return value.map((entry, index) => this.read(entry ?? null, [...at, index]));
    const kind = kindOf(value);
    if (kind !== 'an Object') {
      const what = at.length === 0 ? 'it' : pathText(at);
      throw new KnownError(`${this.path}: ${what} is ${kind}, which a scenario cannot contain`, {
        hint: 'use strings, numbers, booleans, functions, lists and plain objects',
      });
    }
    const entries = Object.entries(value as object).filter(([, inner]) => inner !== undefined);
    return Object.fromEntries(entries.map(([key, inner]) => [key, this.read(inner, [...at, key])]));
  }

  /** Shown by its own name, if it has one: `call: async () => …` has that of its key. */
  private reference(name: string, at: Path): HookReference {
    const { module, path } = this.place;
    if (!CALLED.includes(at.at(-1)!)) {
      throw new KnownError(`${this.path}: ${pathText(at)} is a function, which is not possible here`, {
        hint: 'functions are possible as steps, in say, in expect and in setup and teardown: { call: () => … }',
      });
    }
    const isNamed = name !== '' && name !== at.at(-1);
    return { module, path: [...path, ...at], shown: isNamed ? name : pathText(at).replace(IN_CONVERSATION, '') };
  }
}

/** `an Object` for plain ones, also of another realm; `a RegExp`, `a bigint`, `NaN`. */
function kindOf(value: unknown): string {
  if (typeof value === 'object') return named(Object.prototype.toString.call(value).slice('[object '.length, -1));
  return typeof value === 'number' ? String(value) : named(typeof value);
}

function named(kind: string): string {
  return `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
