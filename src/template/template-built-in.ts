import { nearestWord } from '../platform/nearest-word.ts';

/** A built-in of templates (`$name`), as opposed to a variable. */
export type BuiltIn =
  | { readonly kind: SimpleName }
  /** An integer, both ends included. */
  | { readonly kind: 'number'; readonly from: number; readonly to: number }
  | { readonly kind: 'oneOf'; readonly choices: readonly string[] }
  | { readonly kind: 'date'; readonly days: number };

const SIMPLE = ['vu', 'conversation', 'run', 'session', 'marker', 'uuid'] as const;
type SimpleName = (typeof SIMPLE)[number];
const NAMES = [...SIMPLE, 'number', 'oneOf', 'date'];

/** `$number` uses one random number of 32 bits. */
const MAX_NUMBERS = 4_294_967_296;
const DAYS: Readonly<Record<string, number>> = { d: 1, w: 7 };

/**
 * Parses a built-in as written between the braces, starting with `$`:
 *
 *     built-in = "$vu" | "$conversation" | "$run" | "$session" | "$marker" | "$uuid"
 *              | "$number" integer integer     the first not above the second
 *              | "$oneOf" word { word }
 *              | "$date" [ shift ]             shift = ( "+" | "-" ) digits ( "d" | "w" ), at most four digits
 *     word     = characters without space or quote | '"' characters, \" for a quote '"'
 */
export function parseBuiltIn(inner: string): BuiltIn | { readonly problem: string } {
  const words = wordsOf(inner);
  if (!words) return { problem: `{{${inner}}} has an unclosed quote` };
  const [first = '', ...args] = words;
  const name = first.slice(1);
  switch (name) {
    case 'number':
      return parseNumber(args);
    case 'oneOf':
      return args.length > 0 ? { kind: name, choices: args } : wrong(name, '{{$oneOf red green "dark blue"}}');
    case 'date':
      return parseDate(args);
    default:
      return parseSimple(name, args);
  }
}

function parseSimple(name: string, args: readonly string[]): BuiltIn | { readonly problem: string } {
  const kind = SIMPLE.find((fact) => fact === name);
  if (kind) return args.length === 0 ? { kind } : wrong(kind, `{{$${kind}}}`);
  const near = nearestWord(name, NAMES);
  const advice = near ? `did you mean {{$${near}}}?` : `built-ins: ${NAMES.map((known) => `$${known}`).join(', ')}`;
  return { problem: `{{$${name}}} is not a built-in; ${advice}` };
}

function parseNumber(args: readonly string[]): BuiltIn | { readonly problem: string } {
  const [from = Number.NaN, to = Number.NaN] = args.map((text) => (/^-?\d+$/.test(text) ? Number(text) : Number.NaN));
  const integers = args.length === 2 && Number.isSafeInteger(from) && Number.isSafeInteger(to);
  if (!integers || to < from || to - from >= MAX_NUMBERS) return wrong('number', '{{$number 1 100}}');
  return { kind: 'number', from, to };
}

function parseDate(args: readonly string[]): BuiltIn | { readonly problem: string } {
  const [shift, ...more] = args;
  if (shift === undefined) return { kind: 'date', days: 0 };
  const parts = /^([+-]\d{1,4})([dw])$/.exec(shift);
  if (!parts || more.length > 0) return wrong('date', '{{$date}}, {{$date +2d}} or {{$date -1w}}');
  return { kind: 'date', days: Number(parts[1]) * (DAYS[parts[2] ?? ''] ?? 1) };
}

function wrong(name: string, form: string): { readonly problem: string } {
  return { problem: `$${name} has the wrong form; use ${form}` };
}

const WORD = /\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/y;

/** Undefined: a quote is not closed. */
function wordsOf(text: string): readonly string[] | undefined {
  const words: string[] = [];
  const source = text.trimEnd();
  for (WORD.lastIndex = 0; WORD.lastIndex < source.length; ) {
    const match = WORD.exec(source);
    if (!match) return undefined;
    words.push(match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? '');
  }
  return words;
}
