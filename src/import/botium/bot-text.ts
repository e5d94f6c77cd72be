import type { SourceText } from '../literal-text.ts';
import { escaped } from '../text-test.ts';
import { joinParts, type MemoryPart, type ScriptingMemory } from './scripting-memory.ts';

/** A text that the bot should say: one of `texts`. */
export interface BotText {
  readonly texts: readonly SourceText[];
  /** It has a variable without a value, or a function without a template: a star stands for it. */
  readonly hasUnset: boolean;
  /** Variables whose values its text gives, and how a scenario captures them. */
  readonly captures: Readonly<Record<string, unknown>>;
  /** Functions without a template. */
  readonly functions: readonly string[];
}

/** A name of one letter is no variable that a text could give. */
const MIN_NAME = 2;

/**
 * Reads the texts, one of which the bot should say. A variable with a value stands for it; one without takes a word of the
 * reply, which is captured if it is used later.
 */
export function readBotText(
  texts: readonly string[],
  memory: ScriptingMemory,
  usedLater: ReadonlySet<string>,
): BotText {
  const read = texts.map((text) => memory.partsOf(text).map(asLiteralIfShort));
  const unset = read.flat().flatMap((part) => (typeof part === 'object' && 'unset' in part ? [part] : []));
  const names = [...new Set(unset.filter(({ isFunction }) => !isFunction).map(({ unset: name }) => name))];
  return {
    texts: read.map((parts) => joinParts(parts, () => ({ template: '*' }))),
    hasUnset: unset.length > 0,
    captures: Object.fromEntries(
      names.filter((name) => usedLater.has(name)).map((name) => [name, captureOf(read, name)]),
    ),
    functions: [...new Set(unset.filter(({ isFunction }) => isFunction).map(({ unset: name }) => `$${name}`))],
  };
}

function asLiteralIfShort(part: MemoryPart): MemoryPart {
  const isShort = typeof part === 'object' && 'unset' in part && part.unset.length < MIN_NAME;
  return isShort ? `$${part.unset}` : part;
}

/** White space and markup between two words of a reply. */
const BLANK = '(?:\\s|<[^<>]*>)+';
const WORD = '[^\\s<>]+';

/** A word of the reply, between what stands before and after the variable in one of the texts. */
function captureOf(texts: readonly (readonly MemoryPart[])[], name: string): unknown {
  const having = texts.flatMap((parts) => {
    const index = parts.findIndex((part) => typeof part === 'object' && 'unset' in part && part.unset === name);
    return index < 0 ? [] : [{ before: parts.slice(0, index), after: parts.slice(index + 1) }];
  });
  const before = oneOf(having.map((each) => patternOf(each.before)));
  const after = oneOf(having.map((each) => patternOf(each.after)));
  const regex = `/${before}(${WORD})${after}/is`;
  return having.length < texts.length ? { regex, otherwise: '' } : { regex };
}

function oneOf(patterns: readonly string[]): string {
  const each = [...new Set(patterns)];
  return each.length === 1 ? each[0]! : `(?:${each.join('|')})`;
}

function patternOf(parts: readonly MemoryPart[]): string {
  return parts.map((part) => (typeof part === 'string' ? literalPattern(part) : `${WORD}`)).join('');
}

function literalPattern(text: string): string {
  return text
    .split(/(\s+|\*)/)
    .map((piece) => (piece === '*' ? '.*' : piece.trim() === '' && piece !== '' ? BLANK : escaped(piece)))
    .join('');
}
