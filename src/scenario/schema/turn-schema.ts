import { z } from 'zod';
import type { CompletionRule, Expectation } from '../scenario.ts';
import { literalPattern } from '../text-pattern.ts';
import { choice } from './choice-schema.ts';
import { duration, messageFor, positiveDuration, text, thinkTime } from './field-forms.ts';
import { textMatcher } from './matcher-schema.ts';
import { pattern } from './pattern-schema.ts';
import { checkFields, checksOneOutput, hasCheck, replyCheck, toReplyCheck } from './reply-check-schema.ts';
import { hook } from './steps/hook-schema.ts';

const byMatcher = textMatcher.transform((matcher): CompletionRule => {
  return { kind: 'match', check: { text: { of: 'any', matcher } } };
});
const byCheck = replyCheck
  .superRefine(checksOneOutput)
  .transform((check): CompletionRule => ({ kind: 'match', check }));
const match = choice([byMatcher, byCheck], (value) => (hasCheck(value) ? byCheck : byMatcher));

const noCompletion = messageFor(
  'must be auto, final-ping, first-output, { replies: 2 }, { quiet: 800ms } or { match: … }',
);

const completion = z
  .union(
    [
      z
        .enum(['auto', 'final-ping', 'first-output'], { error: noCompletion })
        .transform((kind): CompletionRule => ({ kind })),
      z
        .strictObject({ replies: z.int().min(1).meta({ description: 'The turn ends with this many replies.' }) })
        .transform(({ replies }): CompletionRule => ({ kind: 'replies', count: replies })),
      z
        .strictObject({
          quiet: positiveDuration.meta({ description: 'The turn ends after this time without an output.' }),
        })
        .transform(({ quiet }): CompletionRule => ({ kind: 'quiet', ms: quiet })),
      z
        .strictObject({ match: match.meta({ description: 'The turn ends with the reply that matches.' }) })
        .transform(({ match: rule }) => rule),
    ],
    { error: noCompletion },
  )
  .meta({
    id: 'completion',
    description: 'When a turn ends; the timeout ends it in any case.',
    default: 'auto',
    examples: ['auto', { quiet: '800ms' }],
  });

const errorPattern = pattern;
const errorWords = text.min(1).transform(literalPattern);
const errorText = choice([errorWords, errorPattern], (value) =>
  typeof value === 'string' && value.trim().startsWith('/') ? errorPattern : errorWords,
);

export const timeout = positiveDuration
  .optional()
  .meta({ description: 'A turn that takes longer has timed out.', default: '30s' });

export const think = thinkTime.optional().meta({
  description:
    'Think time before a step, from the end of the previous turn: 2s, 2s..5s, normal 3s 1s, lognormal 3s 0.5, exponential 3s, reading, typing 40wpm.',
  default: '1s',
});

export const onFailure = z
  .enum(['stop', 'continue'])
  .optional()
  .meta({ description: 'After a failed step: end the conversation (stop) or continue.', default: 'stop' });

/** Turn settings. A step overrides its conversation, which overrides `defaults`; `errorTexts` are combined. */
export const turnFields = {
  think,
  typing: z
    .boolean()
    .optional()
    .meta({ description: 'Send typing indicator events while the user thinks.', default: false }),
  timeout,
  completion: completion.optional(),
  onFailure,
  errorTexts: z
    .array(errorText)
    .min(1)
    .meta({ id: 'errorTexts' })
    .optional()
    .meta({
      description:
        'A reply that contains one of these marks its turn as errored: substrings, or patterns such as /sorry/i.',
      examples: [['/something went wrong/i', 'please try again later']],
    }),
};

/** The same of any map that has them. */
export const turnSettings = z.object(turnFields);

/** Checks and objectives of the replies of a turn. */
export const expectation = z
  .strictObject({
    replies: z.int().min(0).optional().meta({ description: 'Exact number of replies; 0: the bot stays silent.' }),
    ...checkFields,
    call: hook.optional().meta({
      description:
        'A function that is called after all other checks have passed. It fails the turn by returning false, or a string that says what is wrong.',
    }),
    firstOutput: duration
      .optional()
      .meta({ description: 'Objective: the first reply within this time; counts toward goodput.' }),
    turn: duration
      .optional()
      .meta({ description: 'Objective: the whole turn within this time; counts toward goodput.' }),
  })
  .transform(
    ({ replies, call, firstOutput, turn, ...check }): Expectation => ({
      ...(replies !== undefined && { replies }),
      ...toReplyCheck(check),
      ...(call && { call }),
      ...(firstOutput !== undefined && { firstOutputMs: firstOutput }),
      ...(turn !== undefined && { turnMs: turn }),
    }),
  )
  .meta({ id: 'expectation', description: 'Checks of the replies of the turn.' });

/** Whether an expectation requires a reply; objectives alone do not. */
export function requiresReply(expected: Expectation): boolean {
  const { replies, text: wanted, jsonpath, quickReplies, source } = expected;
  return [replies, wanted, jsonpath, quickReplies, source].some((part) => part !== undefined);
}
