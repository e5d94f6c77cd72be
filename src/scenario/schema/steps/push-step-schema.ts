import { z } from 'zod';
import { labelOfText } from '../../step-label.ts';
import { choice, isMap } from '../choice-schema.ts';
import { freeForm, label, messageFor, phrase } from '../field-forms.ts';
import { checksOneOutput, replyCheck } from '../reply-check-schema.ts';
import { onFailure, think, timeout } from '../turn-schema.ts';
import type { PushInput } from './step-input.ts';
import { oneKeyStep } from './step-keys.ts';

const byName = z.enum(['marker', 'first']);
const byCheck = replyCheck.superRefine(checksOneOutput);
const answer = choice([byName, byCheck], (value) => (isMap(value) ? byCheck : byName))
  .optional()
  .meta({
    description:
      'Output that answers it: the one with its marker (marker), the first one (first), or one that passes a check. Default: first for inject, marker for notify.',
  });

const pushFields = {
  text: phrase.optional().meta({ description: 'Text to push.' }),
  data: freeForm.optional().meta({ description: 'Data to push.' }),
  answer,
  await: z
    .boolean()
    .optional()
    .meta({ description: 'Wait for the answer before continuing; false: it is timed when it arrives.', default: true }),
  statuses: z
    .array(z.int().min(100).max(599))
    .min(1)
    .optional()
    .meta({ description: 'HTTP statuses that are not failures. Default: 200 to 299.', examples: [[200]] }),
  timeout,
  think,
  as: label.optional().meta({ description: 'Its label in reports; by default its text, truncated to 32 characters.' }),
  onFailure,
};

const longPush = z
  .strictObject(pushFields)
  .refine(({ text, data }) => text !== undefined || data !== undefined, {
    error: 'is empty; use text or data',
  })
  .meta({ id: 'push' });
const shortPush = phrase.min(1).transform((text): z.output<typeof longPush> => ({ text }));

const NOT_A_PUSH = messageFor('must be a string, or { text: …, data: … }');

function pushStep<Route extends 'inject' | 'notify'>(
  route: Route,
  defaultAnswer: 'first' | 'marker',
  description: string,
) {
  const body = choice([shortPush, longPush], (value) => {
    if (isMap(value)) return longPush;
    return typeof value === 'string' ? shortPush : NOT_A_PUSH({ input: value });
  }).meta({ description, examples: ['your table is ready'] });
  return oneKeyStep(route, body, Object.keys(pushFields)).transform((step): PushInput => {
    const push = (step as Record<Route, z.output<typeof longPush>>)[route];
    return {
      kind: 'push',
      route,
      label: push.as ?? ((push.text && labelOfText(push.text)) || route),
      isNamed: push.as !== undefined,
      text: push.text ?? '',
      data: push.data,
      answer: push.answer ?? defaultAnswer,
      await: push.await ?? true,
      statuses: push.statuses,
      think: push.think,
      timeout: push.timeout,
      onFailure: push.onFailure,
    };
  });
}

export const injectStep = pushStep(
  'inject',
  'first',
  'POST to /inject for this session: an input that the user did not type; the flow runs.',
);
export const notifyStep = pushStep('notify', 'marker', 'POST to /notify for this session: an output without the flow.');
