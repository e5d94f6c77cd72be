import { readTextPattern } from '../scenario/text-pattern.ts';
import { type SourceText, withoutVariables, writtenText } from './literal-text.ts';

/** A text must match one of `texts`, compared as `kind` says. */
export interface TextTest {
  /** `like`: as the check of that name. `wildcard`: a star stands for any characters; `-exact`: from start to end. */
  readonly kind: 'like' | 'contains' | 'equals' | 'regexp' | 'wildcard' | 'wildcard-exact';
  readonly texts: readonly SourceText[];
  readonly ignoreCase: boolean;
  /** Compare texts as a user reads them. Default false. */
  readonly normalize?: boolean;
}

/** A check of a text as a scenario writes it. */
export type Matcher = Readonly<Record<string, unknown>>;

/** One matcher for the test; undefined if RE2 does not accept its pattern. */
export function matcherOf(test: TextTest): Matcher | undefined {
  const matchers = test.texts.map((text) => matcherOfText(test, text));
  return matchers.every((matcher) => matcher !== undefined) ? anyOf(matchers) : undefined;
}

/** A matcher for "at least one of these". */
export function anyOf(matchers: readonly Matcher[]): Matcher {
  const [only] = matchers;
  return only && matchers.length === 1 ? only : { anyOf: matchers };
}

/** A matcher for "each of these": one with all their keys if none of them has a key of another. */
export function allOf(matchers: readonly Matcher[]): Matcher {
  const keys = matchers.flatMap((matcher) => Object.keys(matcher));
  return new Set(keys).size === keys.length ? Object.assign({}, ...matchers) : { allOf: matchers };
}

function matcherOfText({ kind, ignoreCase, normalize }: TextTest, text: SourceText): Matcher | undefined {
  const flags = { ...(ignoreCase && { ignoreCase }), ...(normalize && { normalize }) };
  const isLike = kind === 'like' || (ignoreCase && normalize);
  switch (kind) {
    case 'like':
    case 'wildcard':
      return isLike ? { like: writtenText(text, withoutEscapes) } : pattern(text, wildcards, flags);
    case 'contains':
      return isLike ? { like: writtenText(text, withoutStars) } : { contains: writtenText(text), ...flags };
    case 'equals':
      return { equals: writtenText(text), ...flags };
    case 'regexp':
      return pattern(text, (source) => source, flags);
    case 'wildcard-exact':
      return pattern(text, (source) => `^${wildcards(source)}$`, flags);
  }
}

/** The text for `like`, in which a backslash escapes nothing. */
function withoutEscapes(text: string): string {
  return text.replaceAll('\\', '\\\\');
}

/** The same, and every star is one. */
function withoutStars(text: string): string {
  return withoutEscapes(text).replaceAll('*', '\\*');
}

/** Undefined for a text with templates, too, which a pattern cannot hold. */
function pattern(text: SourceText, patternOf: (text: string) => string, flags: Matcher): Matcher | undefined {
  if (typeof text !== 'string') return undefined;
  const source = patternOf(text);
  // A wildcard must match line breaks, too.
  const written = `/${source}/${flags.ignoreCase ? 'i' : ''}${source.includes('.*') ? 's' : ''}`;
  if ('problem' in readTextPattern(written)) return undefined;
  return { matches: withoutVariables(written), ...(flags.normalize === true && { normalize: true }) };
}

/** A star matches any characters. */
function wildcards(text: string): string {
  return text.split('*').map(escaped).join('.*');
}

/** The pattern that matches the text itself. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('\n', '\\n');
}
