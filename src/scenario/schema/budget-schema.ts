import { z } from 'zod';
import type { Budget } from '../scenario.ts';

const amount = z.number().positive().optional();

/** What a run may spend. */
export const budget = z
  .strictObject({
    inputs: z.int().min(1).optional().meta({ description: 'Inputs in total.' }),
    conversations: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'Billable conversations: per session one for every 50 inputs begun.' }),
    costPerConversation: amount.meta({ description: 'What a billable conversation costs, in any currency.' }),
    cost: amount.meta({ description: 'What the run may cost, in the same currency; needs costPerConversation.' }),
  })
  .refine((input) => input.cost === undefined || input.costPerConversation !== undefined, {
    error: 'needs costPerConversation, too: the price of one billable conversation',
    path: ['cost'],
  })
  .refine((input) => Object.keys(input).length > 0, {
    error: 'has no limit; use inputs, conversations, or cost and costPerConversation',
  })
  .transform(
    ({ inputs, conversations, costPerConversation, cost }): Budget => ({
      inputs,
      conversations,
      costPerConversation,
      cost,
    }),
  );
