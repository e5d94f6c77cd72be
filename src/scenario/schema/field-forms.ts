import { z } from 'zod';
import { DISTRIBUTION_FORMS, parseDistribution } from '../../platform/distribution.ts';
import { parseDurationMs } from '../../platform/time/duration.ts';
import { parseThinkTime, THINK_TIME_FORMS } from '../think-time.ts';
import { readAs } from './scalar-kind.ts';

type IssueInput = { input: unknown };
/** Message for a value of the wrong type: "must be …", or "is not …; use …". For a missing or empty value, only the advice. */
export function messageFor(message: string): (issue: IssueInput) => string {
  const advice = message.startsWith('must ') ? `it ${message}` : message.slice(message.indexOf('; ') + 2);
  return ({ input }) => {
    if (input === undefined) return `is missing; ${advice}`;
    return input === null ? `is empty; ${advice}` : message;
  };
}

const NOT_A_DURATION = 'must be a duration such as 30s, 1500ms or 2m';
const NO_UNIT = 'must have a unit, such as 30s';

/** Message for a value that is no duration: `otherwise`, unless it is a number without a unit. */
function durationMessage(otherwise: string): (issue: IssueInput) => string {
  const message = messageFor(otherwise);
  return (issue) => (typeof issue.input === 'number' && issue.input >= 0 ? NO_UNIT : message(issue));
}

/** What is wrong with a text that is no duration, distribution or think time. */
function textMessage(text: string, otherwise: string): string {
  if (isNegative(text)) return BELOW_ZERO;
  if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return NO_UNIT;
  const [from = '', to = '', ...rest] = text.trim().split('..');
  const isReversed = rest.length === 0 && parseDurationMs(from) !== undefined && parseDurationMs(to) !== undefined;
  return isReversed ? `must begin with the minimum: write ${to}..${from}` : otherwise;
}

/** Nearly what parseDurationMs accepts, which also requires the units in descending order. */
export const DURATION_PATTERN = '^([0-9]+(\\.[0-9]+)?(d|h|m|s|ms|us))+$';

/** A duration as text, converted to milliseconds. */
export const duration = z
  .string({ error: durationMessage(NOT_A_DURATION) })
  .meta({ pattern: DURATION_PATTERN })
  .transform((text, context) => {
    const ms = parseDurationMs(text);
    if (ms !== undefined) return ms;
    context.issues.push({ code: 'custom', input: text, message: textMessage(text, NOT_A_DURATION) });
    return z.NEVER;
  })
  .meta({ id: 'duration', description: 'A duration with its unit: 500ms, 30s, 1m30s.' });

/** A duration above zero. */
export const positiveDuration = duration
  .refine((ms) => ms > 0, { error: 'must be greater than 0s' })
  .meta({ id: 'positiveDuration', description: 'A duration greater than 0s.' });

const NOT_A_TIME = `must be a duration or a distribution: ${DISTRIBUTION_FORMS}`;

/** A constant or random time, converted to a Distribution. */
export const waitingTime = z
  .string({ error: durationMessage(NOT_A_TIME) })
  .meta({ examples: ['2s', '2s..5s', 'lognormal 3s 0.5'] })
  .transform((text, context) => {
    const distribution = parseDistribution(text);
    if (distribution) return distribution;
    context.issues.push({ code: 'custom', input: text, message: textMessage(text, NOT_A_TIME) });
    return z.NEVER;
  })
  .meta({ id: 'waitingTime', description: 'A duration, or a random one: 2s, 2s..5s, lognormal 3s 0.5.' });

const NOT_A_THINK_TIME = `must be one of: ${THINK_TIME_FORMS}`;

/** A think time, converted to a ThinkTime. */
export const thinkTime = z
  .string({ error: durationMessage(NOT_A_THINK_TIME) })
  .meta({ examples: ['2s', '2s..5s', 'lognormal 3s 0.5', 'reading', 'typing 40wpm'] })
  .transform((text, context) => {
    const think = parseThinkTime(text);
    if (think) return think;
    context.issues.push({ code: 'custom', input: text, message: textMessage(text, NOT_A_THINK_TIME) });
    return z.NEVER;
  })
  .meta({
    id: 'thinkTime',
    description:
      'A duration, a random one, or one that depends on the text: 2s, 2s..5s, lognormal 3s 0.5, reading, typing 40wpm.',
  });

const BELOW_ZERO = 'must not be negative; the minimum is 0s';

function isNegative(text: string): boolean {
  return /(^|[\s.])-\s*\d/.test(text);
}

/** YAML reads `- 4` as a number, but palaver reads texts as written, so the JSON Schema must allow numbers. */
const ANY_SCALAR = ['string', 'number', 'boolean'];

/** Text without templates. */
export const text = z.string().meta({ type: ANY_SCALAR }).register(readAs, { kind: 'text' });

/** Text with templates, which is sent to the endpoint or compared with a reply. */
export const phrase = z.string().meta({ type: ANY_SCALAR }).register(readAs, { kind: 'phrase' });

/** A label or name, short enough for tables. */
export const label = text.min(1).max(80);

/** Free-form data; templates are allowed in its texts. */
export const anyValue = z.unknown().register(readAs, { kind: 'value' });
export const freeForm = z.record(z.string(), anyValue).register(readAs, { kind: 'value' });

/** The value of a step without settings, such as `disconnect: true`. */
export function onlyTrue() {
  return z.literal(true, { error: messageFor('must be true') });
}

/** A key that belongs elsewhere: the message says where. */
export function misplaced(message: string) {
  return z.never({ error: message }).optional();
}
