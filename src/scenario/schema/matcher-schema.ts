import { z } from 'zod';
import type { TextMatcher } from '../reply-check.ts';
import { messageFor, phrase } from './field-forms.ts';
import { pattern } from './pattern-schema.ts';

const contains = phrase.min(1).meta({ description: 'Contains this string (case-sensitive).' });

export const like = phrase.min(1).meta({
  description:
    'Contains this text as a user reads it: case, HTML markup and the amount of white space are ignored, and * matches any characters (\\* for a star).',
  examples: ['welcome to * hotel'],
});

const COMPARISONS = ['contains', 'equals', 'matches', 'like', 'anyOf', 'allOf', 'not'];
const MODIFIERS = ['ignoreCase', 'normalize'];

/** Keys of a text check; several must all pass. */
export const MATCHER_KEYS: readonly string[] = [...COMPARISONS, ...MODIFIERS];

const longMatcher = z
  .strictObject({
    contains: contains.optional(),
    equals: phrase.optional().meta({ description: 'Equals this string exactly.' }),
    matches: pattern
      .optional()
      .meta({ description: 'Matches this RE2 pattern; flags i, m, s.', examples: ['/when/i'] }),
    like: like.optional(),
    ignoreCase: z
      .boolean()
      .optional()
      .meta({ description: 'Ignore the case of letters in contains, equals and matches.', default: false }),
    normalize: z.boolean().optional().meta({
      description:
        'Apply contains, equals and matches to the text as a user reads it: without HTML markup, each run of white space as one space.',
      default: false,
    }),
    get anyOf(): z.ZodOptional<z.ZodType<readonly TextMatcher[]>> {
      return textMatcherList.optional().meta({ description: 'At least one of these must match.' });
    },
    get allOf(): z.ZodOptional<z.ZodType<readonly TextMatcher[]>> {
      return textMatcherList.optional().meta({ description: 'Each of these must match.' });
    },
    get not(): z.ZodOptional<z.ZodType<TextMatcher>> {
      return textMatcher.optional();
    },
  })
  .refine((matcher) => COMPARISONS.some((key) => key in matcher), {
    error: 'has no check; use contains, equals, matches, like, anyOf, allOf or not',
  })
  .refine((matcher) => !MODIFIERS.some((key) => key in matcher) || COMPARISONS.slice(0, 3).some((k) => k in matcher), {
    error: 'has ignoreCase or normalize, which apply to contains, equals and matches next to them; remove them',
  })
  .transform(({ matches, ...matcher }): TextMatcher => {
    if (!matches) return matcher;
    const { pattern: source, flags } = matches;
    const ignoresCase = matcher.ignoreCase && !flags.includes('i');
    return { ...matcher, matches: ignoresCase ? { pattern: source, flags: `${flags}i` } : matches };
  })
  .meta({ id: 'textMatcherParts', minProperties: 1 });

/** `"some words"` is short for `{ contains: "some words" }`. */
export const textMatcher: z.ZodType<TextMatcher> = z
  .union([contains.transform((text) => ({ contains: text })), longMatcher], {
    error: messageFor(
      'must be a string, { contains: … }, { equals: … }, { matches: "/…/i" }, { like: … }, { anyOf: [ … ] } or { not: … }',
    ),
  })
  .meta({ id: 'textMatcher', description: 'All given checks must pass. A plain string is short for contains.' });

export const textMatcherList: z.ZodType<readonly TextMatcher[]> = z.array(textMatcher).min(1);
