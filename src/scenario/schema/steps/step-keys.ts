import { z } from 'zod';
import { nearestWord } from '../../../platform/nearest-word.ts';

/** Keys that determine the type of a step. */
export const STEP_KINDS = [
  'say',
  'press',
  'wait',
  'inject',
  'notify',
  'call',
  'pause',
  'repeat',
  'branch',
  'use',
  'reset',
  'reconnect',
  'disconnect',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/**
 * A step whose settings are all inside its key: `{ wait: { timeout: … } }`. A setting outside it gets a specific error.
 */
export function oneKeyStep<Kind extends StepKind, Body extends z.ZodType>(
  kind: Kind,
  body: Body,
  settings: readonly string[] = [],
) {
  return z.strictObject({ [kind]: body } as Record<Kind, Body>, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => misplacedKeyMessage(key, kind, settings)).join('\n')
        : undefined,
  });
}

function misplacedKeyMessage(key: string, kind: StepKind, settings: readonly string[]): string {
  if (settings.includes(key)) return `must be inside ${kind}, not next to it: ${kind}: { ${key}: … }`;
  const near = nearestWord(key, settings);
  if (near) return `is an unknown key; did you mean ${near}? It belongs inside ${kind}: { ${near}: … }`;
  if (settings.length === 0) return `is not allowed: ${kind} has no settings; remove it`;
  return `is an unknown key; valid keys inside ${kind}: ${settings.join(', ')}, as in ${kind}: { ${settings[0]}: … }`;
}
