import { z } from 'zod';
import { DISTRIBUTION_FORMS, parseDistribution } from '../platform/distribution.ts';
import { parseDurationMs } from '../platform/duration.ts';

type Told = { input: unknown };
/** Words for a value of the wrong kind, as "is not …; write …"; of an absent or empty one only the advice is said. */
export function told(message: string): (issue: Told) => string {
  const advice = message.slice(message.indexOf('; ') + 2);
  return ({ input }) => {
    if (input === undefined) return `is missing; ${advice}`;
    return input === null ? `is empty; ${advice}` : message;
  };
}

const NOT_A_DURATION = 'is not a duration; write 30s, 1500ms or 2m';
/** The same as parseDurationMs accepts, nearly: it also wants the units in order. */
export const DURATION_PATTERN = '^([0-9]+(\\.[0-9]+)?(d|h|m|s|ms|us))+$';

/** A duration as text; gives milliseconds. */
export const duration = z
  .string({ error: told(NOT_A_DURATION) })
  .meta({ pattern: DURATION_PATTERN })
  .transform((text, context) => {
    const ms = parseDurationMs(text);
    if (ms !== undefined) return ms;
    context.issues.push({ code: 'custom', input: text, message: NOT_A_DURATION });
    return z.NEVER;
  });

/** A duration above zero. */
export const positiveDuration = duration.refine((ms) => ms > 0, { error: 'must be longer than nothing' });

const NOT_A_DISTRIBUTION = `is not a time to wait; write ${DISTRIBUTION_FORMS}`;

/** A think time; gives a Distribution. */
export const thinkTime = z
  .string({ error: told(NOT_A_DISTRIBUTION) })
  .meta({ examples: ['2s', '2s..5s', 'lognormal 3s 0.5'] })
  .transform((text, context) => {
    const distribution = parseDistribution(text);
    if (distribution) return distribution;
    const later = /^\s*(reading|typing)\b/.test(text);
    const message = later ? 'is not yet supported as a think time' : NOT_A_DISTRIBUTION;
    context.issues.push({ code: 'custom', input: text, message });
    return z.NEVER;
  });

/** Text that reaches the endpoint or is compared with what comes back. */
export const phrase = z.string().superRefine(refuseTemplates);

/** Nested values of any shape that reach the endpoint. */
export const freeForm = z.record(z.string(), z.unknown()).superRefine(refuseTemplates);

/** A key the scenario language has, which this version cannot carry out: refused, never ignored. */
export const planned = z.never().optional();

function refuseTemplates(value: unknown, context: z.RefinementCtx): void {
  for (const [path, text] of textsIn(value, [])) {
    if (/\{\{.*\}\}/s.test(text)) {
      context.addIssue({
        code: 'custom',
        path: [...path],
        message: 'holds a template {{…}}, which is not yet supported',
      });
    }
  }
}

function textsIn(
  value: unknown,
  path: readonly (string | number)[],
): readonly [readonly (string | number)[], string][] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key]));
}
