import { z } from 'zod';
import { practiceOptionsSchema } from '../practice/practice-options.ts';
import { planned } from './field-forms.ts';
import { load } from './load-schema.ts';
import { step } from './step-schema.ts';
import { targets } from './target-schema.ts';
import { threshold } from './threshold-schema.ts';
import { turnFields } from './turn-schema.ts';

const identity = z.strictObject({
  userId: z
    .enum(['perVu', 'perConversation'], { error: laterOr({ template: /\{\{/ }, 'must be perVu or perConversation') })
    .default('perVu')
    .meta({ description: 'Whose user id it is: one per virtual user, or one per conversation.' }),
  session: z
    .enum(['new'], { error: laterOr({ keep: /^keep$/ }, 'must be new') })
    .default('new')
    .meta({ description: 'Each conversation has a session and a connection of its own.' }),
});

const conversation = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(80)
    .optional()
    .meta({ description: 'Its label in reports. Default: conversation 1, 2, …' }),
  weight: z.number().positive().default(1).meta({ description: 'Its share among the conversations.' }),
  steps: z.array(step).min(1).meta({ description: 'What is said, in order.' }),
  ...turnFields,
  feed: planned,
  stopWhen: planned,
});

/**
 * The one definition of a scenario file: it checks, fills defaults, and prints as the JSON Schema that editors use.
 * What it gives is almost a Scenario; buildScenario lays the defaults of turns and names steps and conversations.
 */
export const scenarioSchema = z
  .strictObject({
    $schema: z.string().optional().meta({ description: 'Where an editor finds the schema of this file.' }),
    name: z
      .string()
      .min(1)
      .max(120)
      .optional()
      .meta({ description: 'Name of the scenario in reports. Default: the name of the file.' }),
    targets: targets.optional(),
    practice: practiceOptionsSchema
      .optional()
      .meta({ description: 'What the practice endpoint does for this scenario (--practice).' }),
    defaults: z
      .strictObject(turnFields)
      .optional()
      .meta({ description: 'For every turn that does not say otherwise.' }),
    identity: identity.optional().meta({ description: 'Who virtual users are to the endpoint.' }),
    load: load.optional().meta({ description: 'How much load. The command line replaces it as a whole.' }),
    conversations: z.array(conversation).min(1).meta({ description: 'What virtual users talk about.' }),
    thresholds: z.array(threshold).optional().meta({ description: 'Limits the run must keep to pass.' }),
    stepLists: planned,
    profiles: planned,
    budget: planned,
    sharedHosts: planned,
    abort: planned,
  })
  .meta({ title: 'palaver scenario', description: 'Scripted conversations, and the load to hold them with.' });

export type ScenarioInput = z.output<typeof scenarioSchema>;

/** Words for a value that is one of a later version's, and for every other one. */
function laterOr(later: Readonly<Record<string, RegExp>>, otherwise: string) {
  const [[what, form]] = Object.entries(later) as [[string, RegExp]];
  return (issue: { input: unknown }) => {
    if (typeof issue.input === 'string' && form.test(issue.input))
      return `is not yet supported (${what}); ${otherwise} so far`;
    return otherwise;
  };
}
