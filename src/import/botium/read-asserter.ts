import { readTextPattern } from '../../scenario/text-pattern.ts';
import { type SourceText, withoutVariables } from '../literal-text.ts';
import type { BotSays } from '../talk-builder.ts';
import { matcherOf, type TextTest } from '../text-test.ts';
import type { ConvoWord } from './convo-word.ts';
import { lengthPath, translateJsonPath, withoutTextPath } from './translate-json-path.ts';

const TEXT = /^TEXT(?:_(CONTAINS|EQUALS|REGEXP|WILDCARD|WILDCARDEXACT))?(?:_(ANY|ALL))?(_IC)?$/;

const KINDS: Readonly<Record<string, TextTest['kind']>> = {
  CONTAINS: 'contains',
  EQUALS: 'equals',
  REGEXP: 'regexp',
  WILDCARD: 'wildcard',
  WILDCARDEXACT: 'wildcard-exact',
};

/** Where a message has its pictures, sounds and films. */
const MEDIA = "$.data..['imageUrl','audioUrl','videoUrl']";

/** How arguments are read. */
export interface ArgumentReading {
  /** The texts of the utterance list that an argument names, else the argument. */
  resolve(arg: string): readonly string[];
  /** With the values of variables. */
  write(text: string): SourceText;
}

/**
 * The checks that correspond to an asserter; undefined if there are none. As in Botium, texts are normalized.
 *
 * - `TEXT…`: any of several arguments must match, with `_ALL` all of them; `_IC` ignores case. `TEXT` alone is equality;
 *   without an argument: there must be a text
 * - `BUTTONS a|b`: quick replies or buttons like these are offered; without an argument: any
 * - `CARDS a|b`: each is in a text of the message, such as the title of a card
 * - `MEDIA uri`: a picture, sound or film has an address like this
 * - `JSON_PATH path|value`: the path exists, or its value is like the text; `JSON_PATH_COUNT path|>2`: it is that long
 * - `RESPONSE_LENGTH n`: the text has at most n characters
 */
export function readAsserter(word: ConvoWord, reading: ArgumentReading): BotSays | undefined {
  const { name, args, negated } = word;
  const likes = args.map((arg) => likeOf(reading.write(arg)));
  switch (name) {
    case 'BUTTONS':
      return negated ? undefined : { quickReplies: args.length > 0 ? likes : [{ like: '*' }] };
    case 'CARDS':
      return args.length > 0
        ? textSays(
            args.map((arg) => likeTest(reading.write(arg))),
            negated,
          )
        : undefined;
    case 'MEDIA':
      if (args.length === 0) return { jsonpath: { [MEDIA]: { exists: !negated } } };
      return negated || args.length > 1 ? undefined : { jsonpath: { [MEDIA]: likes[0] } };
    case 'JSON_PATH':
      return readJsonPath(word, reading);
    case 'JSON_PATH_COUNT':
      return args.length > 2 ? undefined : exists(lengthPath(args[0] ?? '', args[1] ?? '>0', negated));
    case 'RESPONSE_LENGTH':
      return readLength(word);
    default:
      return readTextAsserter(word, reading);
  }
}

function readTextAsserter(
  { name, args, negated }: ConvoWord,
  { resolve, write }: ArgumentReading,
): BotSays | undefined {
  const [matched, kind, mode, ic] = TEXT.exec(name) ?? [];
  if (matched === undefined) return undefined;
  const settings = { kind: KINDS[kind ?? 'EQUALS']!, ignoreCase: ic !== undefined, normalize: true };
  if (args.length === 0) {
    const isJoker = settings.kind === 'equals';
    return isJoker ? textSays([{ kind: 'regexp', texts: ['\\S'], ignoreCase: false }], negated) : undefined;
  }
  const texts = (kind === 'REGEXP' ? wholePatterns(args) : args).flatMap(resolve).map(write);
  if (mode !== 'ALL') return textSays([{ ...settings, texts }], negated);
  return negated && texts.length > 1
    ? undefined
    : textSays(
        texts.map((text) => ({ ...settings, texts: [text] })),
        negated,
      );
}

function textSays(tests: readonly TextTest[], negated: boolean): BotSays {
  return negated ? { unwanted: tests } : { wanted: tests };
}

function likeTest(text: SourceText): TextTest {
  return { kind: 'like', texts: [text], ignoreCase: true, normalize: true };
}

function likeOf(text: SourceText): unknown {
  return matcherOf(likeTest(text));
}

/** A bar also separates alternatives of a pattern: parts that are not valid patterns by themselves belong together. */
function wholePatterns(args: readonly string[]): readonly string[] {
  return args.every((arg) => 'pattern' in readTextPattern(`/${arg}/`)) ? args : [args.join('|')];
}

function readJsonPath({ args, negated }: ConvoWord, { write }: ArgumentReading): BotSays | undefined {
  const [written = '', value, ...more] = args;
  if (more.length > 0 || written === '') return undefined;
  const [, holder] = /^(.+)\.length$/.exec(written) ?? [];
  if (holder !== undefined) return value === undefined ? undefined : exists(lengthPath(holder, value, negated));
  const path = translateJsonPath(written);
  if (path === undefined) return undefined;
  if (value === undefined) return { jsonpath: { [withoutVariables(path)]: { exists: !negated } } };
  if (negated) return exists(withoutTextPath(written, value));
  return { jsonpath: { [withoutVariables(path)]: likeOf(write(value)) } };
}

function exists(path: string | undefined): BotSays | undefined {
  return path === undefined ? undefined : { jsonpath: { [withoutVariables(path)]: { exists: true } } };
}

/** RE2 repeats at most 1,000 times. */
const MAX_LENGTH = 1000;

function readLength({ args, negated }: ConvoWord): BotSays | undefined {
  const length = Number(args[0]);
  if (args.length !== 1 || negated || !Number.isInteger(length) || length < 1 || length > MAX_LENGTH) return undefined;
  return { wanted: [{ kind: 'regexp', texts: [`^[\\s\\S]{0,${length}}$`], ignoreCase: false }] };
}
