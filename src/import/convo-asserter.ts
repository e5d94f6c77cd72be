import { readTextPattern } from '../scenario/text-pattern.ts';
import { checkPath } from '../template/json-path.ts';
import type { ConvoWord } from './convo-word.ts';
import { literalText, withoutVariables } from './literal-text.ts';
import type { BotSays } from './talk-builder.ts';
import type { TextTest } from './text-test.ts';

const TEXT = /^TEXT(?:_(CONTAINS|EQUALS|REGEXP|WILDCARD|WILDCARDEXACT))?(?:_(ANY|ALL))?(_IC)?$/;

const KINDS: Readonly<Record<string, TextTest['kind']>> = {
  CONTAINS: 'contains',
  EQUALS: 'equals',
  REGEXP: 'regexp',
  WILDCARD: 'wildcard',
  WILDCARDEXACT: 'wildcard-exact',
};

/**
 * The checks that correspond to an asserter; undefined if there are none.
 *
 * - `TEXT…`: any of several arguments must match, with `_ALL` all of them; `_IC` ignores case. `TEXT` alone is equality
 * - `BUTTONS a|b`: these quick replies are offered
 * - `JSON_PATH path|value`: the path exists, or its value contains the text
 */
export function readAsserter({ name, args, negated }: ConvoWord): BotSays | undefined {
  const text = TEXT.exec(name);
  const notAllOfThem = text?.[2] === 'ALL' && negated && args.length > 1;
  if (text && args.length > 0 && !notAllOfThem) return readTextAsserter(text, args, negated);
  if (name === 'BUTTONS' && args.length > 0 && !negated) return { quickReplies: args.map(literalText) };
  if (name === 'JSON_PATH') return readJsonPath(args, negated);
  return undefined;
}

function readTextAsserter([, kind, mode, ic]: RegExpExecArray, args: readonly string[], negated: boolean): BotSays {
  const test = (texts: readonly string[]): TextTest => {
    return { kind: KINDS[kind ?? 'EQUALS'] ?? 'equals', texts, ignoreCase: ic !== undefined };
  };
  const texts = kind === 'REGEXP' ? wholePatterns(args) : args;
  const tests = mode === 'ALL' ? texts.map((text) => test([text])) : [test(texts)];
  return negated ? { unwanted: tests } : { wanted: tests };
}

/** A bar also separates alternatives of a pattern: parts that are not valid patterns by themselves belong together. */
function wholePatterns(args: readonly string[]): readonly string[] {
  return args.every((arg) => 'pattern' in readTextPattern(`/${arg}/`)) ? args : [args.join('|')];
}

function readJsonPath([path = '', value, ...more]: readonly string[], negated: boolean): BotSays | undefined {
  if (more.length > 0 || checkPath(path) !== undefined) return undefined;
  if (value === undefined) return { jsonpath: { [withoutVariables(path)]: { exists: !negated } } };
  return negated ? undefined : { jsonpath: { [withoutVariables(path)]: comparedTo(value) } };
}

/** A number, boolean or null is compared as such; any other value must be contained in the text found. */
function comparedTo(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : { contains: literalText(value) };
}
