import { z } from 'zod';
import type { TextMatcher } from '../reply-check.ts';
import { messageFor, phrase } from './field-forms.ts';
import { pattern } from './pattern-schema.ts';

const contains = phrase.min(1).meta({ description: 'Contains this string (case-sensitive).' });

/** Keys of a text check; several must all pass. */
export const MATCHER_KEYS: readonly string[] = ['contains', 'equals', 'matches', 'not'];

const longMatcher = z
  .strictObject({
    contains: contains.optional(),
    equals: phrase.optional().meta({ description: 'Equals this string exactly.' }),
    matches: pattern
      .optional()
      .meta({ description: 'Matches this RE2 pattern; flags i, m, s.', examples: ['/when/i'] }),
    get not(): z.ZodOptional<z.ZodType<TextMatcher>> {
      return textMatcher.optional();
    },
  })
  .refine((matcher) => Object.keys(matcher).length > 0, {
    error: 'has no check; use contains, equals, matches or not',
  })
  .meta({ id: 'textMatcherParts', minProperties: 1 });

/** `"some words"` is short for `{ contains: "some words" }`. */
export const textMatcher: z.ZodType<TextMatcher> = z
  .union([contains.transform((text) => ({ contains: text })), longMatcher], {
    error: messageFor('must be a string, { contains: … }, { equals: … }, { matches: "/…/i" } or { not: … }'),
  })
  .meta({ id: 'textMatcher', description: 'All given checks must pass. A plain string is short for contains.' });
