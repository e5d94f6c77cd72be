import { z } from 'zod';
import { hasTemplate } from '../../template/template.ts';
import type { IdentityPolicy } from '../scenario.ts';
import { phrase } from './field-forms.ts';
import { readAs } from './scalar-kind.ts';

const NOT_A_USER = 'must be perVu, perConversation, or a template such as "{{email}}"';

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
    description: 'User id: one per virtual user (perVu), one per conversation (perConversation), or a template.',
    default: 'perVu',
    examples: ['perVu', 'perConversation', '{{email}}'],
  }),
  session: z.enum(['new', 'keep']).optional().meta({
    description:
      "One session and connection per conversation (new), or both kept as long as the user's conversations complete (keep).",
    default: 'new',
  }),
  channel: phrase
    .min(1)
    .optional()
    .meta({ description: "Channel of inputs in analytics, in place of the target's. Templates are allowed." }),
});

export type IdentityInput = z.output<typeof identity>;
