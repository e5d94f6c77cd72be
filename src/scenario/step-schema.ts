import { z } from 'zod';
import { freeForm, phrase, planned, told } from './field-forms.ts';
import { expectation, turnFields } from './turn-schema.ts';

/** YAML reads `- 4` as a number; palaver takes such a step letter by letter, and so must the schema. */
const ANY_SCALAR = ['string', 'number', 'boolean'];

const spoken = phrase.min(1).meta({ type: ANY_SCALAR, description: 'What the virtual user says.' });

const utterance = z
  .union(
    [
      spoken.transform((text) => ({ text, data: undefined })),
      z.strictObject({ text: spoken.optional(), data: freeForm.optional(), oneOf: planned }),
    ],
    { error: told('is nothing to say; write a text, or { text: …, data: … }') },
  )
  .meta({ description: 'A text, or { text, data }.' });

const sayFields = z.strictObject({
  say: utterance,
  as: z
    .string()
    .min(1)
    .max(80)
    .optional()
    .meta({ type: ANY_SCALAR, description: "The step's label in reports; by default its text, cut at 32 characters." }),
  data: freeForm.optional().meta({ description: 'Sent as the data of the input.', examples: [{ locale: 'en' }] }),
  resetFlow: z.boolean().optional().meta({ description: 'Start the flow anew with this input.', default: false }),
  extra: freeForm.optional().meta({ description: 'Further fields of the input event, sent as they are.' }),
  expect: expectation.optional().meta({ description: 'What the replies of the turn must be.' }),
  ...turnFields,
  press: planned,
  wait: planned,
  inject: planned,
  notify: planned,
  pause: planned,
  repeat: planned,
  branch: planned,
  use: planned,
  reset: planned,
  reconnect: planned,
  disconnect: planned,
  capture: planned,
});

/** Every key a step may have, those not yet carried out included. */
export const SAY_STEP_KEYS: readonly string[] = Object.keys(sayFields.shape);

/** Fields of processInput that palaver fills itself; under `extra` they would be ignored without a word. */
const OWN_FIELDS = [
  'URLToken',
  'userId',
  'sessionId',
  'channel',
  'source',
  'passthroughIP',
  'resetFlow',
  'text',
  'data',
];

const sayStep = sayFields
  .refine(({ say, data }) => !(say.data && data), {
    error: 'stands in say and beside it; remove one of them',
    path: ['data'],
  })
  .refine(({ say, data }) => say.text !== undefined || say.data !== undefined || data !== undefined, {
    error: 'says nothing; give a text or data',
    path: ['say'],
  })
  .refine(({ extra = {} }) => !OWN_FIELDS.some((field) => field in extra), {
    error: `may not hold a field that has a place of its own: ${OWN_FIELDS.join(', ')}`,
    path: ['extra'],
  });

/** A bare text is short for `{ say: text }`. */
export const step = z
  .union([spoken.transform((text): z.output<typeof sayStep> => ({ say: { text, data: undefined } })), sayStep], {
    error: told('is no step; write a text or { say: … }'),
  })
  .meta({ description: 'A step: a bare text is something to say.' });

export type StepInput = z.output<typeof step>;
