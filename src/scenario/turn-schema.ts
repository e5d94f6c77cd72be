import { z } from 'zod';
import { duration, planned, positiveDuration, thinkTime, told } from './field-forms.ts';
import { textMatcher } from './matcher-schema.ts';
import type { CompletionRule } from './scenario.ts';

const completion = z
  .union(
    [
      z.enum(['auto', 'final-ping', 'first-output']).transform((kind): CompletionRule => ({ kind })),
      z
        .strictObject({ replies: z.int().min(1).meta({ description: 'The turn ends with this many replies.' }) })
        .transform(({ replies }): CompletionRule => ({ kind: 'replies', count: replies })),
      z
        .strictObject({ quiet: positiveDuration.meta({ description: 'The turn ends when nothing came for so long.' }) })
        .transform(({ quiet }): CompletionRule => ({ kind: 'quiet', ms: quiet })),
      z
        .strictObject({ match: textMatcher.meta({ description: 'The turn ends with the reply that matches.' }) })
        .transform(({ match }): CompletionRule => ({ kind: 'match', check: { text: { of: 'any', matcher: match } } })),
    ],
    {
      error: told(
        'is no way to end a turn; write auto, final-ping, first-output, { replies: 2 }, { quiet: 800ms } or { match: … }',
      ),
    },
  )
  .meta({
    id: 'completion',
    description: 'When a turn has ended; the timeout ends it in any case.',
    default: 'auto',
    examples: ['auto', { quiet: '800ms' }],
  });

/** How turns are held. A step's own goes before its conversation's, that before `defaults`. */
export const turnFields = {
  think: thinkTime.optional().meta({
    description:
      'Waited before a step, from the end of the turn before: 2s, 2s..5s, normal 3s 1s, lognormal 3s 0.5, exponential 3s.',
    default: '1s',
  }),
  timeout: positiveDuration.optional().meta({ description: 'A turn that takes longer has timed out.', default: '30s' }),
  completion: completion.optional(),
  onFailure: z
    .enum(['stop', 'continue'])
    .optional()
    .meta({ description: 'After a failed turn: end the conversation, or go on with it.', default: 'stop' }),
};

export const expectation = z.strictObject({
  replies: z.int().min(0).optional().meta({ description: 'Exactly so many replies; 0: the bot stays silent.' }),
  text: textMatcher
    .optional()
    .meta({ description: 'Some reply of the turn matches.', examples: [{ matches: '/when/i' }] }),
  firstOutput: duration.optional().meta({ description: 'Objective: the first reply within this time; feeds goodput.' }),
  turn: duration.optional().meta({ description: 'Objective: the whole turn within this time; feeds goodput.' }),
  all: planned,
  last: planned,
});
