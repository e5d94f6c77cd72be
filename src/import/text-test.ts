import { readTextPattern } from '../scenario/text-pattern.ts';
import { literalText, withoutVariables } from './literal-text.ts';

/** A text must match one of `texts`, compared as `kind` says; case-sensitive unless `ignoreCase`. */
export interface TextTest {
  readonly kind: 'contains' | 'equals' | 'regexp' | 'wildcard' | 'wildcard-exact';
  readonly texts: readonly string[];
  readonly ignoreCase: boolean;
}

/** A text matcher as a scenario writes it. */
export type Matcher = { readonly contains: string } | { readonly equals: string } | { readonly matches: string };

/** One matcher for the test; undefined if RE2 does not accept its pattern. */
export function matcherOf(test: TextTest): Matcher | undefined {
  const { kind, texts, ignoreCase } = test;
  const [text = ''] = texts;
  const single = texts.length === 1 && !ignoreCase;
  if (single && kind === 'contains') return { contains: literalText(text) };
  if (single && kind === 'equals') return { equals: literalText(text) };
  return patternMatcher(
    texts.map((each) => patternOf(kind, each)),
    ignoreCase,
  );
}

/** One matcher for "any of these tests"; undefined if there is none. */
export function matcherOfAny(tests: readonly TextTest[]): Matcher | undefined {
  const [only] = tests;
  if (only && tests.length === 1) return matcherOf(only);
  const ignoreCase = tests.every((test) => test.ignoreCase);
  if (!ignoreCase && tests.some((test) => test.ignoreCase)) return undefined;
  return patternMatcher(
    tests.flatMap(({ kind, texts }) => texts.map((text) => patternOf(kind, text))),
    ignoreCase,
  );
}

function patternMatcher(patterns: readonly string[], ignoreCase: boolean): Matcher | undefined {
  const source = patterns.length === 1 ? patterns[0]! : patterns.map((pattern) => `(?:${pattern})`).join('|');
  // A wildcard must match line breaks, too.
  const written = `/${source}/${ignoreCase ? 'i' : ''}${source.includes('.*') ? 's' : ''}`;
  return 'problem' in readTextPattern(written) ? undefined : { matches: withoutVariables(written) };
}

function patternOf(kind: TextTest['kind'], text: string): string {
  switch (kind) {
    case 'regexp':
      return text;
    case 'contains':
      return escaped(text);
    case 'equals':
      return `^${escaped(text)}$`;
    case 'wildcard':
      return wildcards(text);
    case 'wildcard-exact':
      return `^${wildcards(text)}$`;
  }
}

/** A star matches any characters. */
function wildcards(text: string): string {
  return text.split('*').map(escaped).join('.*');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('\n', '\\n');
}
