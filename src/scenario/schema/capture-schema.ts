import { z } from 'zod';
import type { Capture } from '../scenario.ts';
import { groupsOf } from '../text-pattern.ts';
import { choice, isMap } from './choice-schema.ts';
import { messageFor, text } from './field-forms.ts';
import { pattern } from './pattern-schema.ts';
import { jsonPath } from './reply-check-schema.ts';

type Source = Pick<Capture, 'from' | 'otherwise'>;

const otherwise = text.optional().meta({ description: 'Value if nothing is found; otherwise the check fails.' });

const byPath = z
  .strictObject({
    jsonpath: jsonPath.meta({
      description: 'JSONPath over { text, data, source } of a reply; the first value is used.',
    }),
    otherwise,
  })
  .transform((input): Source => ({ from: { kind: 'jsonpath', path: input.jsonpath }, otherwise: input.otherwise }));

const byRegex = z
  .strictObject({
    regex: pattern.meta({
      description: 'RE2 pattern, searched in the texts of the replies.',
      examples: ['/([0-9.]+) EUR/'],
    }),
    group: z
      .union([z.int().min(0), z.string().min(1)])
      .optional()
      .meta({
        description: 'Group of the pattern: a number (0: the whole match) or a name. Default: the first group, if any.',
      }),
    otherwise,
  })
  .superRefine(({ regex, group }, context) => {
    const { count, names } = groupsOf(regex);
    const exists = typeof group === 'string' ? names.includes(group) : (group ?? 0) <= count;
    if (exists) return;
    const choices = count < 2 ? [0, 1].slice(0, count + 1) : [`0 to ${count}`];
    const known = [...choices, ...names].join(', ').replace(/, ([^,]+)$/, ' or $1');
    const message =
      count === 0 ? 'must be 0, the whole match: regex has no group' : `must be ${known}, a group of regex`;
    context.addIssue({ code: 'custom', path: ['group'], message });
  })
  .transform(({ regex, group, otherwise: fallback }): Source => {
    const first = groupsOf(regex).count > 0 ? 1 : 0;
    return { from: { kind: 'regex', pattern: regex, group: group ?? first }, otherwise: fallback };
  });

const NOT_A_CAPTURE = messageFor('must be { jsonpath: "$.data.day" } or { regex: "/…(…)…/" }');

const source = choice([byPath, byRegex], (value) => {
  if (isMap(value) && 'regex' in value && 'jsonpath' in value) return 'has both jsonpath and regex; use one of them';
  if (isMap(value) && 'regex' in value) return byRegex;
  return isMap(value) ? byPath : NOT_A_CAPTURE({ input: value });
});

/** A name that templates can contain. */
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]*$/, {
  error: 'is not a valid variable name; use letters, digits, "_" and "-", starting with a letter',
});

/** Variables by name; converted to captures in order. */
export const capture = z
  .record(variable, source)
  .transform((sources): readonly Capture[] => Object.entries(sources).map(([name, from]) => ({ name, ...from })))
  .meta({
    id: 'captures',
    description: 'Values of the replies to store as variables of the conversation, for {{name}} in later steps.',
    examples: [{ day: { jsonpath: '$.data.day' }, price: { regex: '/([0-9.]+) EUR/', group: 1, otherwise: '0' } }],
  });
