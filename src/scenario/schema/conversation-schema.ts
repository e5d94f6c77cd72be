import { z } from 'zod';
import { feed } from './feed-schema.ts';
import { duration, label } from './field-forms.ts';
import { identity } from './identity-schema.ts';
import { steps } from './steps/step-schema.ts';
import { stopWhen } from './stop-rule-schema.ts';
import { turnFields } from './turn-schema.ts';

export const conversation = z
  .strictObject({
    name: label.optional().meta({ description: 'Label in reports. Default: conversation 1, 2, …' }),
    weight: z.number().positive().default(1).meta({ description: 'Relative frequency (weight).' }),
    start: duration.optional().meta({
      description:
        'Start of the conversation under a load with recorded arrivals, as time since the start of the load. Other loads ignore it.',
      examples: ['12.5s'],
    }),
    feed: feed.optional(),
    identity: identity.optional().meta({ description: 'Overrides the identity of the scenario key by key.' }),
    steps,
    stopWhen: stopWhen.optional(),
    ...turnFields,
  })
  .meta({ id: 'conversation' });

export type ConversationInput = z.output<typeof conversation>;
