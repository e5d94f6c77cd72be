import { z } from 'zod';
import { hasTemplate } from '../../template/template.ts';
import type { IdentityPolicy } from '../scenario.ts';
import { ANY_SCALAR } from './field-forms.ts';

const NOT_A_USER =
  'is no choice of user ids; write perVu, perConversation, or a column of the feed such as "{{guest}}"';

const userId = z
  .string({ error: NOT_A_USER })
  .refine((text) => text === 'perVu' || text === 'perConversation' || hasTemplate(text), { error: NOT_A_USER })
  .transform((text): IdentityPolicy['userId'] => {
    return text === 'perVu' || text === 'perConversation' ? text : { template: text };
  });

/** Of a conversation it goes key by key before that of the scenario. */
export const identity = z.strictObject({
  userId: userId.optional().meta({
    description:
      'Whose user id it is: one per virtual user (perVu), per conversation (perConversation), or from the columns of the feed.',
    default: 'perVu',
    examples: ['perVu', 'perConversation', '{{guest}}'],
  }),
  session: z.enum(['new', 'keep']).optional().meta({
    description:
      "A session and a connection per conversation (new), or both kept while the virtual user's conversations complete (keep).",
    default: 'new',
  }),
  channel: z
    .string()
    .min(1)
    .optional()
    .meta({ type: ANY_SCALAR, description: "The channel inputs say they come from, in place of the target's." }),
});

export type IdentityInput = z.output<typeof identity>;
