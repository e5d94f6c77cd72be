import { z } from 'zod';
import type { StopRule } from '../scenario.ts';
import { choice } from './choice-schema.ts';
import { checkFields, checksOneOutput, hasCheck, noCall, toReplyCheck } from './reply-check-schema.ts';

const rule = z
  .strictObject({
    ...checkFields,
    ...noCall,
    as: z
      .enum(['completed', 'failed'])
      .optional()
      .meta({ description: 'Outcome of the conversation.', default: 'completed' }),
  })
  .refine(hasCheck, { error: 'has no check; use text, jsonpath, quickReplies or source' })
  .superRefine(checksOneOutput)
  .transform(({ as = 'completed', ...check }): StopRule => ({ when: toReplyCheck(check), as }))
  .meta({ id: 'endCondition' });

const oneRule = rule.transform((only): readonly StopRule[] => [only]);
const manyRules = z.array(rule).min(1);

/** One rule or a list of rules. */
export const stopWhen = choice([oneRule, manyRules], (value) => (Array.isArray(value) ? manyRules : oneRule)).meta({
  id: 'endConditions',
  description:
    'Checks that end the conversation early, when an output passes one of them: for instance before a human agent is called.',
  examples: [{ text: { contains: 'human agent' }, as: 'completed' }],
});
