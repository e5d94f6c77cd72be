import { z } from 'zod';
import { SERIES_DETAILS } from '../../measure/shape/run-shape.ts';
import { budget } from './budget-schema.ts';
import { conversation } from './conversation-schema.ts';
import { misplaced, text } from './field-forms.ts';
import { identity } from './identity-schema.ts';
import { profileFields, profiles } from './profile-schema.ts';
import { readAs } from './scalar-kind.ts';
import { runHook } from './steps/hook-schema.ts';
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
 * The only definition of a scenario file: it checks, fills in defaults, and the JSON Schema for editors is made from it.
 * buildScenario turns its output into a Scenario: it applies turn defaults and names steps and conversations.
 */
export const scenarioSchema = z
  .strictObject({
    $schema: z.string().optional().meta({ description: 'Path or URL of the JSON Schema, for editors.' }),
    name: text
      .min(1)
      .max(120)
      .optional()
      .meta({ description: 'Name of the scenario in reports. Default: the name of the file.' }),
    targets: targets.optional(),
    defaults: z
      .strictObject(turnFields)
      .meta({ id: 'turnSettings', description: 'How turns run and end.' })
      .optional()
      .meta({ description: 'Default turn settings.' }),
    identity: identity.optional().meta({ description: 'User ids and sessions of virtual users.' }),
    marker: z.enum(['text', 'data']).optional().meta({
      description:
        'Adds the id of the session to each utterance: a bot that echoes it proves that no session receives the reply of another.',
    }),
    ...profileFields,
    profiles: profiles.optional(),
    setup: runHook.optional().meta({
      description:
        'A function that runs once before the load and returns variables for all conversations: ./hooks.ts#createUsers.',
    }),
    teardown: runHook.optional().meta({
      description:
        'A function that runs once at the end of the run, also after a failure; it gets the variables that setup returned.',
    }),
    conversations: z.array(conversation).min(1).meta({ description: 'Conversations that virtual users run.' }),
    stepLists: z
      .record(z.string().min(1), steps)
      .optional()
      .meta({ description: 'Named lists of steps, for `use` in conversations and in other lists.' }),
    stopWhen: stopWhen
      .optional()
      .meta({ description: 'Checks that end any conversation; those of a conversation apply as well.' }),
    budget: budget
      .optional()
      .meta({ description: 'Limits on what a run uses; when one is reached, no further conversation starts.' }),
    series: z.enum(SERIES_DETAILS).register(readAs, { kind: 'text' }).optional().meta({
      description:
        'What is measured separately, for scenarios with many steps: each step (steps), only conversations (conversations), or only targets (none).',
      default: 'steps',
    }),
    secrets: z
      .array(text.min(1))
      .optional()
      .meta({
        description:
          'Columns of feeds and captures that contain secrets: their values are hidden in all outputs, also with --keep-texts.',
        examples: [['token']],
      }),
    sharedHosts: z
      .array(host)
      .optional()
      .meta({
        description:
          'Shared hosts: a plan with more than 1,000 connections within 5 minutes to one of them needs --yes or a budget. Default: the shared hosts of Cognigy.',
        examples: [['*.cognigy.ai']],
      }),
    abort: misplaced('belongs to a threshold; use { expression: …, abort: true } under thresholds'),
  })
  .meta({ title: 'palaver scenario', description: 'Scripted conversations and their load.' });

export type ScenarioInput = z.output<typeof scenarioSchema>;
