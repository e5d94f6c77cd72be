import { z } from 'zod';
import { labelOfHook } from '../../step-label.ts';
import { label } from '../field-forms.ts';
import { onFailure, timeout } from '../turn-schema.ts';
import { hook } from './hook-schema.ts';
import type { CallInput } from './step-input.ts';

const callFields = z.strictObject({
  call: hook.meta({
    description: 'Calls a function of a TypeScript or JavaScript file, which returns variables: ./hooks.ts#login.',
  }),
  as: label
    .optional()
    .meta({ description: 'Label of the step in reports. Default: the function, truncated to 32 characters.' }),
  timeout: timeout.meta({ description: 'A function that takes longer fails the step.', default: '30s' }),
  onFailure,
});

export const CALL_KEYS: readonly string[] = Object.keys(callFields.shape);

export const callStep = callFields.transform(
  ({ call, as, timeout: timeoutMs, onFailure: then }): CallInput => ({
    kind: 'call',
    label: as ?? labelOfHook(call),
    isNamed: as !== undefined,
    hook: call,
    timeout: timeoutMs,
    onFailure: then,
  }),
);
