import { z } from 'zod';
import type { HookReference } from '../../../hooks/hook-reference.ts';
import { labelOfHook, labelOfText } from '../../step-label.ts';
import { capture } from '../capture-schema.ts';
import { choice, isMap } from '../choice-schema.ts';
import { freeForm, label, messageFor, phrase } from '../field-forms.ts';
import { expectation, turnFields } from '../turn-schema.ts';
import { hook } from './hook-schema.ts';
import type { TurnInput } from './step-input.ts';

/** Keys that say, press and reset steps may have. */
export const turnStepFields = {
  as: label.optional().meta({
    description:
      'Label of the step in reports; steps with the same label are measured together. Default: its text, truncated to 32 characters.',
  }),
  expect: expectation.optional(),
  capture: capture.optional(),
  ...turnFields,
};

export const spoken = phrase.min(1).meta({ description: 'What the virtual user says.' });

interface Spoken {
  readonly choices: readonly string[];
  readonly hook?: HookReference | undefined;
  readonly data: Readonly<Record<string, unknown>> | undefined;
}

/** May be empty if data is set: the Webchat submits an adaptive card without text. */
const maybeSpoken = phrase.meta({ description: 'What the virtual user says; may be empty if data is set.' });
const choicesOf = (text: string | undefined): readonly string[] => (text ? [text] : []);

const bareText = maybeSpoken.transform((text): Spoken => ({ choices: choicesOf(text), data: undefined }));

const longSay = z
  .strictObject({
    text: maybeSpoken.optional(),
    oneOf: z
      .array(spoken)
      .min(1)
      .optional()
      .meta({ description: 'One of these strings, chosen at random.', examples: [['hello', 'good morning']] }),
    data: freeForm.optional().meta({ description: 'Sent as the data of the input.' }),
    call: hook.optional().meta({
      description: 'A function that returns the text, or { text, data }; called at the start of the think time.',
    }),
  })
  .refine(({ text, oneOf }) => text === undefined || oneOf === undefined, {
    error: 'cannot be combined with text; use one of them',
    path: ['oneOf'],
  })
  .superRefine(({ text, oneOf, call }, context) => {
    const other = text === undefined ? oneOf && 'oneOf' : 'text';
    if (call === undefined || other === undefined) return;
    context.addIssue({ code: 'custom', path: ['call'], message: `cannot be combined with ${other}; use one of them` });
  })
  .transform(({ text, oneOf, data, call }): Spoken => ({ choices: oneOf ?? choicesOf(text), data, hook: call }));

const NOT_SPOKEN = messageFor('must be a string, or { text: …, data: … }');
const utterance = choice([bareText, longSay], (value) => {
  if (isMap(value)) return longSay;
  return typeof value === 'string' ? bareText : NOT_SPOKEN({ input: value });
}).meta({ description: 'A string, or { text, data, oneOf }, or { call }.' });

const sayFields = z.strictObject({
  say: utterance,
  data: freeForm.optional().meta({ description: 'Sent as the data of the input.', examples: [{ locale: 'en' }] }),
  resetFlow: z.boolean().optional().meta({ description: 'Restart the flow with this input.', default: false }),
  extra: freeForm.optional().meta({ description: 'Further fields of the input event, sent unchanged.' }),
  ...turnStepFields,
});

export const SAY_KEYS: readonly string[] = Object.keys(sayFields.shape);

export const sayStep = sayFields
  .refine(({ say, data }) => !(say.data && data), {
    error: 'is given both inside say and next to it; remove one of them',
    path: ['data'],
  })
  .refine(({ say, data }) => say.choices.length > 0 || say.hook || say.data !== undefined || data !== undefined, {
    error: 'is empty; use text or data',
    path: ['say'],
  })
  .transform(({ say, as, data, resetFlow = false, extra, expect = {}, capture: captures = [], ...turn }): TurnInput => {
    const choices = say.choices.length > 0 ? say.choices : [''];
    return {
      kind: 'turn',
      label: as ?? (say.hook ? labelOfHook(say.hook) : labelOfText(choices[0] ?? '') || 'data'),
      isNamed: as !== undefined,
      utterance: say.hook ? { kind: 'call', hook: say.hook } : { kind: 'text', choices },
      data: data ?? say.data,
      resetFlow,
      extra,
      expect,
      captures,
      mayBeSilent: false,
      ...turn,
    };
  });

/** A plain string is short for `{ say: text }`. */
export const bareStep = spoken.transform(
  (text): TurnInput => ({
    kind: 'turn',
    label: labelOfText(text) || 'data',
    isNamed: false,
    utterance: { kind: 'text', choices: [text] },
    data: undefined,
    resetFlow: false,
    extra: undefined,
    expect: {},
    captures: [],
    mayBeSilent: false,
  }),
);
