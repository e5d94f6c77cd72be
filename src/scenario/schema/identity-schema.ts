import { z } from 'zod';
import { hasTemplate } from '../../template/template.ts';
import type { IdentityPolicy } from '../scenario.ts';
import { text } from './field-forms.ts';
import { readAs } from './scalar-kind.ts';

const NOT_A_USER = 'must be perVu, perConversation, or a column of the feed such as "{{guest}}"';

const userId = z
  .string({ error: NOT_A_USER })
  .register(readAs, { kind: 'phrase' })
  .refine((id) => id === 'perVu' || id === 'perConversation' || hasTemplate(id), { error: NOT_A_USER })
  .transform((id): IdentityPolicy['userId'] => {
    return id === 'perVu' || id === 'perConversation' ? id : { template: id };
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
  channel: text
    .min(1)
    .optional()
    .meta({ description: "The channel inputs say they come from, in place of the target's." }),
});

export type IdentityInput = z.output<typeof identity>;
