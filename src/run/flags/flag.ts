import { type ListenAddress, parseListenAddress } from '../../live/listen-address.ts';
import { parseRate } from '../../load/rate.ts';
import { parseDurationMs } from '../../platform/time/duration.ts';

/** One option: its texts for --help and how its value is read. */
export interface Flag<Value = unknown> {
  readonly group: string;
  readonly describe: string;
  /** Placeholder of the value in --help; a flag without one is a switch. */
  readonly value?: string;
  /** Value of the flag if none follows it; without this, a value is required. */
  readonly bare?: string;
  readonly alias?: string;
  /** May be given several times; the value is then a list. */
  readonly repeatable?: boolean;
  /** The value, or what was expected ("a whole number, at least 1"). */
  readonly parse: (text: string) => Parsed<Value>;
}

/** The flags of a command by their names, without dashes. */
export type FlagTable = Readonly<Record<string, Flag>>;

/** The environment variable that sets the same: PALAVER_ and the name. */
export function envName(flag: string): string {
  return `PALAVER_${flag.toUpperCase().replaceAll('-', '_')}`;
}

type ValueOf<F> = F extends { readonly repeatable: true; readonly parse: (text: string) => infer P }
  ? readonly ValueIn<P>[]
  : F extends { readonly parse: (text: string) => infer P }
    ? ValueIn<P>
    : never;
type ValueIn<P> = P extends { readonly value: infer V } ? V : never;

/** The values given by flags or environment, by flag name; others are absent. */
export type Options<Table extends FlagTable> = { readonly [Name in keyof Table]?: ValueOf<Table[Name]> };

export type Parsed<Value> = { readonly value: Value } | { readonly wanted: string };

type FlagTexts = Omit<Flag, 'parse' | 'repeatable' | 'value'> & { readonly value?: string };

export const switchFlag = (texts: FlagTexts): Flag<boolean> => ({ ...texts, parse: parseSwitch });

export const textFlag = (texts: FlagTexts): Flag<string> => ({
  value: 'TEXT',
  ...texts,
  parse: (value) => ({ value }),
});

const LABEL = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const wantedLabel = 'a name of at most 63 letters, digits, ".", "_" and "-", such as eu-west';
const isLabel = (text: string) => LABEL.test(text);

/** A label of a load generator: letters, digits, `.`, `_` and `-`; at most 63 characters. */
export const labelFlag = (texts: FlagTexts): Flag<string> => ({
  value: 'NAME',
  ...texts,
  parse: (value) => (isLabel(value) ? { value } : { wanted: wantedLabel }),
});

/** Labels of load generators. With `=N`, a number of agents. */
export const placeFlag = (texts: FlagTexts): Flag<string> & { readonly repeatable: true } => ({
  value: 'NAME[=N]',
  ...texts,
  repeatable: true,
  parse: (value) => (isLabel(value.replace(/=.*$/, '')) ? { value } : { wanted: wantedLabel }),
});

/** The texts as given, in order. */
export const listFlag = (texts: FlagTexts): Flag<string> & { readonly repeatable: true } => ({
  ...textFlag(texts),
  repeatable: true,
});

/** `[host:]port` to serve something on. */
export const listenFlag = (texts: FlagTexts & { readonly bare: string }): Flag<ListenAddress> => ({
  value: '[HOST:]PORT',
  ...texts,
  parse: (text) => {
    const value = parseListenAddress(text);
    return value ? { value } : { wanted: `a port from 0 to 65535, such as ${texts.bare}, or HOST:PORT` };
  },
});

export const durationFlag = (texts: FlagTexts): Flag<number> => ({ value: 'TIME', ...texts, parse: parseDuration });

/** A duration greater than 0. */
export const positiveDurationFlag = (texts: FlagTexts): Flag<number> => ({
  ...durationFlag(texts),
  parse: (text) => {
    const parsed = parseDuration(text);
    return 'value' in parsed && parsed.value === 0 ? { wanted: 'a duration greater than 0, such as 20s' } : parsed;
  },
});

/** Per second. */
export const rateFlag = (texts: FlagTexts): Flag<number> => ({ value: 'RATE', ...texts, parse: parseRateFlag });

/** `range`: the minimum, or both ends. */
export function countFlag(
  texts: FlagTexts,
  range: number | { readonly min: number; readonly max: number },
): Flag<number> {
  const { min, max } = typeof range === 'number' ? { min: range, max: undefined } : range;
  return { value: 'N', ...texts, parse: (text) => parseCount(text, min, max) };
}

export function choiceFlag<Choice extends string>(texts: FlagTexts, choices: readonly Choice[]): Flag<Choice> {
  const isChoice = (text: string): text is Choice => (choices as readonly string[]).includes(text);
  return {
    value: choices.join('|'),
    ...texts,
    parse: (text) =>
      isChoice(text)
        ? { value: text }
        : { wanted: choices.length === 1 ? choices[0]! : `one of ${choices.join(', ')}` },
  };
}

function parseSwitch(text: string): Parsed<boolean> {
  if (/^(true|1|yes|on)$/i.test(text)) return { value: true };
  if (/^(false|0|no|off)$/i.test(text)) return { value: false };
  return { wanted: 'true or false' };
}

function parseCount(text: string, min: number, max?: number): Parsed<number> {
  const value = /^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= min && value <= (max ?? value)) return { value };
  return { wanted: max === undefined ? `a whole number, at least ${min}` : `a whole number from ${min} to ${max}` };
}

function parseRateFlag(text: string): Parsed<number> {
  const value = parseRate(text, { barePerSecond: true });
  return value === undefined ? { wanted: 'a rate such as 5/s or 300/min' } : { value };
}

function parseDuration(text: string): Parsed<number> {
  const value = parseDurationMs(text, { bareSeconds: true });
  return value === undefined ? { wanted: 'a duration such as 30s, 1500ms or 2m' } : { value };
}
