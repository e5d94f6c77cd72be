import { z } from 'zod';
import { choice, isMap } from '../choice-schema.ts';
import { messageFor } from '../field-forms.ts';
import { readAs } from '../scalar-kind.ts';
import { CALL_KEYS, callStep } from './call-step-schema.ts';
import { disconnectStep, reconnectStep } from './connection-step-schema.ts';
import { branchStep, pauseStep, repeatStep, useStep } from './control-step-schema.ts';
import { nearestStepKey } from './nearest-step-key.ts';
import { PRESS_KEYS, pressStep } from './press-step-schema.ts';
import { injectStep, notifyStep } from './push-step-schema.ts';
import { resetStep } from './reset-step-schema.ts';
import { bareStep, SAY_KEYS, sayStep } from './say-step-schema.ts';
import type { StepInput } from './step-input.ts';
import { STEP_KINDS, type StepKind } from './step-keys.ts';
import { stepList } from './step-list-schema.ts';
import { waitStep } from './wait-step-schema.ts';

/** Lazy, because steps contain steps. */
const nested: z.ZodType<readonly unknown[]> = z.lazy(() => steps);

const ARMS = named({
  say: sayStep,
  press: pressStep,
  wait: waitStep,
  inject: injectStep,
  notify: notifyStep,
  call: callStep,
  pause: pauseStep,
  repeat: repeatStep(nested),
  branch: branchStep(nested),
  use: useStep,
  reset: resetStep,
  reconnect: reconnectStep,
  disconnect: disconnectStep,
});

/** Each has a name in the JSON Schema. */
function named(
  arms: Readonly<Record<StepKind, z.ZodType<StepInput>>>,
): Readonly<Record<StepKind, z.ZodType<StepInput>>> {
  const entries = Object.entries(arms).map(([kind, arm]) => [kind, arm.meta({ id: `${kind}Step` })]);
  return Object.fromEntries(entries);
}

/** All keys of steps. */
export const STEP_KEYS: readonly string[] = [...new Set([...STEP_KINDS, ...SAY_KEYS, ...PRESS_KEYS, ...CALL_KEYS])];

const NOT_A_STEP = messageFor('must be a string, or a map with one of the keys say, press, wait, …');

/** A step; its key determines its type. */
export const step: z.ZodType<StepInput> = choice([bareStep, ...Object.values(ARMS)], (value) => {
  if (typeof value === 'string') return bareStep;
  if (!isMap(value)) return NOT_A_STEP({ input: value });
  const [kind, other] = STEP_KINDS.filter((key) => key in value);
  if (other) return `has both ${kind} and ${other}; split it into two steps`;
  return kind ? ARMS[kind] : missingKindMessage(Object.keys(value));
})
  .meta({ id: 'step', description: 'A step; a plain string is an utterance.' })
  .register(readAs, { isStep: true });

export const steps = stepList(step).meta({ id: 'steps', description: 'Steps, run in order.' });

function missingKindMessage(keys: readonly string[]): string {
  for (const key of keys.filter((name) => !STEP_KEYS.includes(name))) {
    const near = nearestStepKey(key, STEP_KINDS);
    if (near) return `has the unknown key "${key}"; did you mean ${near}?`;
  }
  return `needs one of the keys ${STEP_KINDS.slice(0, -1).join(', ')} or disconnect`;
}
