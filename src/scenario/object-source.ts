import { KnownError } from '../platform/known-error.ts';
import { pathText } from './file/path-text.ts';
import type { Path } from './file/text-place.ts';
import type { ScenarioSource } from './scenario-source.ts';

/** Deeper nesting is a mistake, such as an object that contains itself. */
const MAX_DEPTH = 60;

/**
 * A scenario given as an object, as text. `path`: of its module, or what names it in messages.
 * @throws KnownError for values that are not plain data.
 */
export function objectSource(scenario: unknown, path: string): ScenarioSource {
  return { text: JSON.stringify(plainData(scenario, [], path), null, 1), path, fromObject: true };
}

function plainData(value: unknown, at: Path, path: string): unknown {
  if (at.length > MAX_DEPTH) throw new KnownError(`${path}: the scenario is nested too deeply, or contains itself`);
  if (value === null || ['string', 'boolean', 'undefined'].includes(typeof value) || Number.isFinite(value))
    return value;
  if (Array.isArray(value)) return value.map((entry, index) => plainData(entry ?? null, [...at, index], path));
  const kind = kindOf(value);
  if (kind !== 'an Object') {
    throw new KnownError(`${path}: ${pathText(at)} is ${kind}, which a scenario cannot contain`, {
      hint: 'use texts, numbers, booleans, lists and plain objects',
    });
  }
  const entries = Object.entries(value as object).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, plainData(inner, [...at, key], path)]));
}

/** `an Object` for plain ones, also of another realm; `a RegExp`, `a bigint`, `NaN`. */
function kindOf(value: unknown): string {
  if (typeof value === 'object') return named(Object.prototype.toString.call(value).slice('[object '.length, -1));
  return typeof value === 'number' ? String(value) : named(typeof value);
}

function named(kind: string): string {
  return `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
