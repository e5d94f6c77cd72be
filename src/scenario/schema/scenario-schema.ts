import { z } from 'zod';
import { budget } from './budget-schema.ts';
import { conversation } from './conversation-schema.ts';
import { planned, text } from './field-forms.ts';
import { identity } from './identity-schema.ts';
import { profileFields, profiles } from './profile-schema.ts';
import { readAs } from './scalar-kind.ts';
import { steps } from './steps/step-schema.ts';
import { stopWhen } from './stop-rule-schema.ts';
import { targets } from './target-schema.ts';
import { turnFields } from './turn-schema.ts';

const host = z
  .string()
  .register(readAs, { kind: 'text' })
  .regex(/^(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/, {
    error: 'must be a host such as eu.example.com, or *.example.com for all its subdomains',
  });

/**
 * The one definition of a scenario file: it checks, fills defaults, and prints as the JSON Schema that editors use.
 * What it gives is almost a Scenario; buildScenario lays the defaults of turns and names steps and conversations.
 */
export const scenarioSchema = z
  .strictObject({
    $schema: z.string().optional().meta({ description: 'Where an editor finds the schema of this file.' }),
    name: text
      .min(1)
      .max(120)
      .optional()
      .meta({ description: 'Name of the scenario in reports. Default: the name of the file.' }),
    targets: targets.optional(),
    defaults: z
      .strictObject(turnFields)
      .optional()
      .meta({ description: 'For every turn that does not say otherwise.' }),
    identity: identity.optional().meta({ description: 'Who virtual users are to the endpoint.' }),
    marker: z.enum(['text', 'data']).optional().meta({
      description:
        "Adds the session's id to each utterance: a bot that echoes it proves that no session gets another's reply.",
    }),
    ...profileFields,
    profiles: profiles.optional(),
    conversations: z.array(conversation).min(1).meta({ description: 'What virtual users talk about.' }),
    stepLists: z
      .record(z.string().min(1), steps)
      .optional()
      .meta({ description: 'Steps by name, for `use` in conversations and in other lists.' }),
    stopWhen: stopWhen.optional().meta({ description: 'Ends any conversation; those of a conversation count, too.' }),
    budget: budget.optional().meta({ description: 'What a run may spend; it stops when one of these is reached.' }),
    sharedHosts: z
      .array(host)
      .optional()
      .meta({
        description: 'Hosts shared with others, for the budget guard. Default: those of the vendor.',
        examples: [['*.cognigy.ai']],
      }),
    abort: planned,
  })
  .meta({ title: 'palaver scenario', description: 'Scripted conversations, and the load to hold them with.' });

export type ScenarioInput = z.output<typeof scenarioSchema>;
