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

/** The identity of a conversation overrides that of the scenario key by key. */
export const identity = z.strictObject({
  userId: userId.optional().meta({
    description:
      'User id: one per virtual user (perVu), one per conversation (perConversation), or a template of feed columns.',
    default: 'perVu',
    examples: ['perVu', 'perConversation', '{{guest}}'],
  }),
  session: z.enum(['new', 'keep']).optional().meta({
    description:
      "One session and connection per conversation (new), or both kept as long as the user's conversations complete (keep).",
    default: 'new',
  }),
  channel: text.min(1).optional().meta({ description: "Channel of inputs in analytics, in place of the target's." }),
});

export type IdentityInput = z.output<typeof identity>;
