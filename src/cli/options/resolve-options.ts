import { Parser } from 'yargs/helpers';
import { KnownError } from '../../platform/known-error.ts';
import { nearestWord } from '../../platform/nearest-word.ts';
import { envName, type FlagTable, type Options } from '../../run/flags/flag.ts';
import { readFlag } from '../../run/flags/read-flag.ts';
import { flagsOfPeers } from './peer-flags.ts';
import { UnknownOption } from './unknown-option.ts';

/** Where an option's value came from. */
export type GivenBy = 'command line' | 'environment';

export interface Resolved<Table extends FlagTable> {
  readonly options: Options<Table>;
  /** Values by flag name, for the options that were given. */
  readonly givenBy: Readonly<Record<string, GivenBy>>;
  readonly positionals: readonly string[];
}

/**
 * Reads the options of one command: environment < flags. Errors name the flag: unknown, without a value, with a bad value, or
 * given twice. A PALAVER_ variable that the command does not know is ignored: it may be an option of another command.
 */
export function resolveOptions<Table extends FlagTable>(
  table: Table,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Resolved<Table> {
  const { given, positionals } = parseFlags(table, args);
  const options: Record<string, unknown> = {};
  const givenBy: Record<string, GivenBy> = {};
  for (const [name, flag] of Object.entries(table)) {
    const fromEnv = env[envName(name)];
    const source = given[name] ?? (fromEnv === undefined || fromEnv === '' ? undefined : [fromEnv]);
    if (source === undefined) continue;
    const where = given[name] ? `--${name}` : envName(name);
    options[name] = readFlag(flag, where, source);
    givenBy[name] = given[name] ? 'command line' : 'environment';
  }
  return { options: options as Options<Table>, givenBy, positionals };
}

/** yargs only splits the words: values stay texts, so that `abc` is reported and not turned into NaN. */
function parseFlags(
  table: FlagTable,
  args: readonly string[],
): { given: Record<string, readonly string[]>; positionals: readonly string[] } {
  const words = negativesAttached(table, bareFilledIn(table, args)).map((word) => readable(table, word));
  const flags = Object.entries(table);
  const { _: positionals, ...found } = Parser(words, {
    string: flags.flatMap(([name, { value }]) => (value ? name : [])),
    boolean: flags.flatMap(([name, { value }]) => (value ? [] : name)),
    alias: Object.fromEntries(flags.flatMap(([name, { alias }]) => (alias ? [[name, alias]] : []))),
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
      'unknown-options-as-args': false,
    },
  });
  const given: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(found)) {
    if (!Object.hasOwn(table, name)) throw unknownOption(table, name);
    if (value !== undefined) given[name] = readWords(name, value, table[name]?.value);
  }
  return { given, positionals: positionals.map(String) };
}

function readWords(name: string, value: unknown, placeholder = 'VALUE'): readonly string[] {
  const words = (Array.isArray(value) ? value : [value]).map(String);
  if (words.includes('')) throw new KnownError(`--${name} needs a value`, { hint: `write --${name} ${placeholder}` });
  return words;
}

/** A flag with an optional value takes the next word only if that is a valid value, or looks like a port. */
function bareFilledIn(table: FlagTable, args: readonly string[]): string[] {
  return args.map((word, place) => {
    const flag = word.startsWith('--') && Object.hasOwn(table, word.slice(2)) ? table[word.slice(2)] : undefined;
    if (flag?.bare === undefined) return word;
    const next = args[place + 1];
    return next !== undefined && ('value' in flag.parse(next) || PORT.test(next)) ? word : `${word}=${flag.bare}`;
  });
}

/** Not the name of a scenario file: one that is no valid address is reported with its flag. */
const PORT = /^([^\s/]*:)?\d+$/;

/** `--duration -5s`: yargs would read -5s as flags; attached, it reaches the parser of the value. */
function negativesAttached(table: FlagTable, args: readonly string[]): string[] {
  const words: string[] = [];
  for (const word of args) {
    const previous = words.at(-1)?.replace(/^--?/, '');
    const flag = Object.entries(table).find(([name, { alias }]) => previous === name || previous === alias)?.[1];
    if (flag?.value && /^-\d/.test(word) && words.at(-1)!.startsWith('-')) words.push(`${words.pop()}=${word}`);
    else words.push(word);
  }
  return words;
}

/**
 * Cases that yargs handles wrongly without an error: it reads every value of a switch except `true` as false, and fails on
 * names that all objects have, such as --constructor.
 */
function readable(table: FlagTable, word: string): string {
  const [, name = '', text] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  if (word.startsWith('--') && name in Object.prototype) throw unknownOption(table, name);
  const found = Object.entries(table).find(([long, { alias }]) => name === long || name === alias);
  if (!found || found[1].value || text === undefined) return word;
  return `--${found[0]}=${String(readFlag(found[1], `--${found[0]}`, [text]))}`;
}

function unknownOption(table: FlagTable, name: string): KnownError {
  const flags = Object.keys(table);
  const peers = flagsOfPeers(name, flags);
  const meant = peers.length > 0 ? peers : [nearestWord(name, flags) ?? []].flat();
  const hint = meant.length > 0 ? `did you mean ${meant.map((flag) => `--${flag}`).join(' or ')}?` : undefined;
  return new UnknownOption(name, hint);
}
