import { z } from 'zod';
import type { Budget } from '../scenario.ts';

const amount = z.number().positive().optional();

/** Limits on what a run uses. */
export const budget = z
  .strictObject({
    inputs: z.int().min(1).optional().meta({ description: 'Maximum number of inputs in total.' }),
    conversations: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'Billable conversations: one per 50 inputs of a session, rounded up.' }),
    costPerConversation: amount.meta({ description: 'Price of a billable conversation, in any currency.' }),
    cost: amount.meta({ description: 'Maximum cost of the run, in the same currency; needs costPerConversation.' }),
  })
  .refine((input) => input.cost === undefined || input.costPerConversation !== undefined, {
    error: 'needs costPerConversation; add the price of one billable conversation',
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
