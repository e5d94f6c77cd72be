import { z } from 'zod';
import { parseDistribution } from '../../../platform/distribution.ts';
import { choice, isMap } from '../choice-schema.ts';
import { label as labelText, messageFor } from '../field-forms.ts';
import { checkFields, checksOneOutput, noCall, toReplyCheck } from '../reply-check-schema.ts';
import { readAs } from '../scalar-kind.ts';
import { onFailure, timeout } from '../turn-schema.ts';
import type { WaitInput } from './step-input.ts';
import { oneKeyStep } from './step-keys.ts';

const any = z
  .literal('any')
  .register(readAs, { kind: 'text' })
  .transform((): z.output<typeof longWait> => ({}));
const waitFields = z.strictObject({
  ...checkFields,
  ...noCall,
  as: labelText.optional().meta({ description: 'Label in reports.', default: 'wait' }),
  timeout: timeout.meta({ description: 'Maximum time to wait.', default: '30s' }),
  onFailure,
});
const longWait = waitFields.superRefine(checksOneOutput);

const NOT_A_WAIT = messageFor('must be any, or a check such as { text: … }');
const wait = choice([any, longWait], (value) => {
  if (isMap(value)) return longWait;
  if (value === 'any') return any;
  const time = String(value);
  if (parseDistribution(time)) return `is a time, but wait waits for an output; to wait for a time, use pause: ${time}`;
  return NOT_A_WAIT({ input: value });
}).meta({
  description:
    'Waits for an unsolicited output (one that answers no input); outputs since the end of the last turn are included. any: any output.',
  examples: ['any', { text: { contains: 'confirmed' }, timeout: '10s' }],
});

const WAIT_KEYS = Object.keys(waitFields.shape).filter((key) => !(key in noCall));

export const waitStep = oneKeyStep('wait', wait, WAIT_KEYS).transform((step): WaitInput => {
  const { as, timeout: timeoutMs, onFailure: then, ...check } = step.wait;
  const label = { label: as ?? 'wait', isNamed: as !== undefined };
  return { kind: 'wait', ...label, check: toReplyCheck(check), timeout: timeoutMs, onFailure: then };
});
