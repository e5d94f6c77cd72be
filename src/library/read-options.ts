import { KnownError } from '../platform/known-error.ts';
import { nearestWord } from '../platform/nearest-word.ts';
import type { FlagTable, Options } from '../run/flags/flag.ts';
import { readFlag } from '../run/flags/read-flag.ts';
import { kindOfValue, optionsObject } from './read-settings.ts';

/** Options of the library by the names of their flags in camel case: `reportDir` is `--report-dir`. */
export function optionName(flag: string): string {
  return flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * The options of a command from an object: each value as if its text was given on the command line. Undefined values are
 * ignored. KnownError that names the option if it is unknown, or its value not valid.
 */
export function readOptions<Table extends FlagTable>(table: Table, given: object): Options<Table> {
  const flags = new Map(Object.keys(table).map((flag) => [optionName(flag), flag]));
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(optionsObject(given))) {
    if (value === undefined) continue;
    const flag = flags.get(name);
    if (flag === undefined) throw unknownOption(name, [...flags.keys()]);
    const { repeatable } = table[flag]!;
    const texts = repeatable ? textsOf(value, name, SEPARATORS[flag] ?? '=') : [textOf(value, name)];
    options[flag] = readFlag(table[flag]!, name, texts);
  }
  return options as Options<Table>;
}

/** Between the key and the value of an entry, as on the command line. */
const SEPARATORS: Readonly<Record<string, string>> = { header: ': ', stage: ':' };

function textsOf(value: unknown, name: string, separator: string): readonly string[] {
  if (Array.isArray(value)) return value.map((entry) => textOf(entry, name));
  if (!isPlainObject(value)) return [textOf(value, name)];
  return Object.entries(value).flatMap(([key, inner]) =>
    inner === undefined ? [] : `${key}${separator}${textOf(inner, `${name}.${key}`)}`,
  );
}

function textOf(value: unknown, name: string): string {
  if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
  throw new KnownError(`${name} must be a string, a number or a boolean (got ${kindOfValue(value)})`);
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function unknownOption(name: string, known: readonly string[]): KnownError {
  const near = nearestWord(name, known);
  return new KnownError(`unknown option ${name}`, {
    hint: near === undefined ? `options: ${[...known].sort().join(', ')}` : `did you mean ${near}?`,
  });
}
