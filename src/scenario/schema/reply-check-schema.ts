import { z } from 'zod';
import { checkPath } from '../../template/json-path.ts';
import type { PathCheck, ReplyCheck, TextCheck, WantedChoice } from '../reply-check.ts';
import { choice, isMap } from './choice-schema.ts';
import { anyValue, messageFor, misplaced, phrase, text } from './field-forms.ts';
import { like, MATCHER_KEYS, textMatcher } from './matcher-schema.ts';
import { readAs } from './scalar-kind.ts';

/** A JSONPath over `{ text, data, source }` of a reply. */
export const jsonPath = z
  .string()
  .register(readAs, { kind: 'text' })
  .superRefine((path, context) => {
    const problem = checkPath(path);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  })
  .meta({ examples: ['$.data.day'] });

const ofAny = textMatcher.transform((matcher): TextCheck => ({ of: 'any', matcher }));
const ofAll = z
  .strictObject({ all: textMatcher.meta({ description: 'Every reply must match.' }) }, { error: nextTo('all') })
  .transform(({ all }): TextCheck => ({ of: 'all', matcher: all }));
const ofLast = z
  .strictObject({ last: textMatcher.meta({ description: 'The last reply must match.' }) }, { error: nextTo('last') })
  .transform(({ last }): TextCheck => ({ of: 'last', matcher: last }));
const inOrder = z
  .strictObject({
    inOrder: z.array(textMatcher).min(2, { error: 'must have at least two checks; for one, leave out inOrder' }).meta({
      description: 'The checks must match different replies, in this order; other replies may come between them.',
    }),
    not: textMatcher.optional().meta({ description: 'No reply may match this.' }),
  })
  .transform(({ inOrder: matchers, not }): TextCheck => ({ of: 'in-order', matchers, ...(not && { not }) }));

/** The message for keys next to `all` or `last`; undefined for other issues. */
function nextTo(scope: 'all' | 'last'): (issue: z.core.$ZodRawIssue) => string | undefined {
  return (issue) => {
    if (issue.code !== 'unrecognized_keys') return undefined;
    const messages = issue.keys.map((key) => {
      if (MATCHER_KEYS.includes(key)) return `cannot be combined with ${scope}; use ${scope}: { ${key}: … }`;
      if (key === 'all' || key === 'last') return `cannot be combined with ${scope}; remove one of them`;
      return `is an unknown key; valid keys: ${scope}`;
    });
    return messages.join('\n');
  };
}

const textCheck = choice([ofAny, ofAll, ofLast, inOrder], (value) => {
  if (!isMap(value)) return ofAny;
  if ('inOrder' in value) return inOrder;
  if ('all' in value) return ofAll;
  return 'last' in value ? ofLast : ofAny;
}).meta({
  id: 'textCheck',
  description:
    'Check of the text of any reply; { all: … }: of every reply, { last: … }: of the last reply, { inOrder: [ … ] }: of several replies, one check for each.',
  examples: [{ matches: '/when/i' }, { like: 'your * is booked' }, { last: 'bye' }],
});

type Expected = PathCheck['expected'];

const exists = z
  .strictObject({
    exists: z.boolean().meta({ description: 'Whether the path must find a value (true) or must not (false).' }),
  })
  .transform((found): Expected => ({ kind: 'exists', exists: found.exists }));
const isValue = z
  .strictObject({ equals: anyValue.meta({ description: 'The path must find exactly this value.' }) })
  .transform(({ equals }): Expected => ({ kind: 'equals', value: equals }));
const isScalar = z
  .union([z.string(), z.number(), z.boolean(), z.null(), z.array(anyValue)])
  .register(readAs, { kind: 'value' })
  .transform((value): Expected => ({ kind: 'equals', value }));
const isText = textMatcher.transform((matcher): Expected => ({ kind: 'text', matcher }));

/** A plain value is compared for equality; `equals` together with other keys belongs to a text matcher. */
const expected = choice([isScalar, exists, isValue, isText], (value) => {
  if (!isMap(value)) return isScalar;
  if ('exists' in value) return exists;
  return 'equals' in value && Object.keys(value).length === 1 ? isValue : isText;
});

const onePath = jsonPath.transform((path): readonly PathCheck[] => [
  { path, expected: { kind: 'exists', exists: true } },
]);
const manyPaths = z
  .record(jsonPath, expected)
  .transform((paths): readonly PathCheck[] =>
    Object.entries(paths).map(([path, wanted]) => ({ path, expected: wanted })),
  )
  .meta({ minProperties: 1 });

const NOT_A_PATH_CHECK = messageFor('must be "$.data.day", or { "$.data.day": Monday }');

const paths = choice([onePath, manyPaths], (value) => {
  if (isMap(value)) return Object.keys(value).length > 0 ? manyPaths : 'has no check; use "$.data.day": VALUE';
  return typeof value === 'string' ? onePath : NOT_A_PATH_CHECK({ input: value });
}).meta({
  id: 'pathChecks',
  description:
    'JSONPath (RFC 9535) over { text, data, source } of a reply, which must find a value; or map each path to its expected value, { exists: false } or a text check.',
  examples: ['$.data.day', { '$.data.day': 'Monday', '$.data.guests': { exists: false } }],
});

const title = phrase.min(1);
const likeTitle = z.strictObject({
  like: like.meta({
    description: 'The title or payload of the choice is like this text, compared as in a text check.',
  }),
});
const wantedTitle = choice([title, likeTitle], (value) => (isMap(value) ? likeTitle : title)).meta({
  id: 'offeredTitle',
});
const oneTitle = wantedTitle.transform((wanted): readonly WantedChoice[] => [wanted]);
const titles = z.array(wantedTitle).min(1);
const quickReplies = choice([oneTitle, titles], (value) => (Array.isArray(value) ? titles : oneTitle)).meta({
  id: 'offeredTitles',
  description: 'Titles of quick replies or buttons, or { like: … } each; all of them must be offered.',
  examples: [['Yes', 'No'], [{ like: 'order*' }]],
});

/** The keys of a check; all that are given must pass. */
export const checkFields = {
  text: textCheck.optional(),
  jsonpath: paths.optional(),
  quickReplies: quickReplies.optional(),
  source: text
    .min(1)
    .optional()
    .meta({ description: 'Sender of the reply: bot, agent, …', examples: ['agent'] }),
};

/** For checks that are made while a turn or step is open, where a function of the user could not be waited for. */
export const noCall = {
  call: misplaced('is not possible here, because a function takes time; use it as a step, in expect or in say'),
};

const CHECK_KEYS: readonly string[] = Object.keys(checkFields);

/** Refuses a check that needs several replies where each output is checked by itself. */
export function checksOneOutput(input: { readonly text?: TextCheck | undefined }, context: z.RefinementCtx): void {
  if (input.text?.of !== 'in-order') return;
  const message = 'has inOrder, but each output is checked by itself here; use inOrder in expect';
  context.addIssue({ code: 'custom', path: ['text'], message });
}

/** Whether a map has a key of a check. */
export function hasCheck(value: unknown): boolean {
  return isMap(value) && [...CHECK_KEYS, ...Object.keys(noCall)].some((key) => key in value);
}

/** The parsed `checkFields` without undefined keys. */
export function toReplyCheck(input: z.output<z.ZodObject<typeof checkFields>>): ReplyCheck {
  const { text: wanted, jsonpath, quickReplies: offered, source } = input;
  return {
    ...(wanted && { text: wanted }),
    ...(jsonpath && { jsonpath }),
    ...(offered && { quickReplies: offered }),
    ...(source !== undefined && { source }),
  };
}

/** A check with at least one key. */
export const replyCheck = z
  .strictObject({ ...checkFields, ...noCall })
  .refine(hasCheck, { error: `has no check; use ${CHECK_KEYS.join(', ').replace(/, (\w+)$/, ' or $1')}` })
  .transform(toReplyCheck)
  .meta({ id: 'replyCheck', minProperties: 1, description: 'All given checks must pass.' });
