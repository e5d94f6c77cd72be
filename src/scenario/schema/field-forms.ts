import { z } from 'zod';
import { DISTRIBUTION_FORMS, parseDistribution } from '../../platform/distribution.ts';
import { parseDurationMs } from '../../platform/time/duration.ts';
import { parseThinkTime, THINK_TIME_FORMS } from '../think-time.ts';

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
  })
  .meta({ id: 'duration' });

/** A duration above zero. */
export const positiveDuration = duration
  .refine((ms) => ms > 0, { error: 'must be longer than nothing' })
  .meta({ id: 'positiveDuration' });

const NOT_A_TIME = `is not a time to wait; write ${DISTRIBUTION_FORMS}`;

/** A time that may vary; gives a Distribution. */
export const waitingTime = z
  .string({ error: told(NOT_A_TIME) })
  .meta({ examples: ['2s', '2s..5s', 'lognormal 3s 0.5'] })
  .transform((text, context) => {
    const distribution = parseDistribution(text);
    if (distribution) return distribution;
    context.issues.push({ code: 'custom', input: text, message: isNegative(text) ? BELOW_ZERO : NOT_A_TIME });
    return z.NEVER;
  })
  .meta({ id: 'waitingTime' });

const NOT_A_THINK_TIME = `is not a time to think; write ${THINK_TIME_FORMS}`;

/** A think time; gives a ThinkTime. */
export const thinkTime = z
  .string({ error: told(NOT_A_THINK_TIME) })
  .meta({ examples: ['2s', '2s..5s', 'lognormal 3s 0.5', 'reading', 'typing 40wpm'] })
  .transform((text, context) => {
    const think = parseThinkTime(text);
    if (think) return think;
    context.issues.push({ code: 'custom', input: text, message: isNegative(text) ? BELOW_ZERO : NOT_A_THINK_TIME });
    return z.NEVER;
  })
  .meta({ id: 'thinkTime' });

const BELOW_ZERO = 'is below zero; nobody can wait for that; 0s is the shortest';

function isNegative(text: string): boolean {
  return /(^|[\s.])-\s*\d/.test(text);
}

/** YAML reads `- 4` as a number; palaver takes texts letter by letter, and so must the schema. */
export const ANY_SCALAR = ['string', 'number', 'boolean'];

/** Text that reaches the endpoint or is compared with what comes back; templates are looked at elsewhere. */
export const phrase = z.string().meta({ type: ANY_SCALAR });

/** A label or a name of the scenario: no template, and short enough for a table. */
export const label = z.string().min(1).max(80).meta({ type: ANY_SCALAR });

/** Nested values of any shape that reach the endpoint. */
export const freeForm = z.record(z.string(), z.unknown());

/** Only `true` may stand here; `kind: true` is how a step without settings is written. */
export function onlyTrue(kind: string) {
  return z.literal(true, { error: told(`is nothing to write here; write ${kind}: true`) });
}

/** A key the scenario language has, which this version cannot carry out: refused, never ignored. */
export const planned = z.never().optional();
