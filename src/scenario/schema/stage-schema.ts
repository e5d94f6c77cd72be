import { z } from 'zod';
import { MAX_VUS } from '../../load/load-problem.ts';
import { stagesOfStairs, stairsProblem } from '../../load/stairs.ts';
import { parseDurationMs } from '../../platform/time/duration.ts';
import { DURATION_PATTERN, duration, messageFor, positiveDuration } from './field-forms.ts';
import { rate } from './rate-form.ts';

/** The target level of a stage: its key in the long form, an example, its schema. */
interface Level {
  readonly word: 'vus' | 'rate';
  readonly example: string;
  readonly schema: z.ZodType<number>;
}

const USERS: Level = { word: 'vus', example: '50', schema: z.int().min(0).max(MAX_VUS) };
const RATE: Level = { word: 'rate', example: '10/s', schema: rate };

export interface StageInput {
  readonly durationMs: number;
  readonly level: number;
}

function stageOf({ word, example, schema }: Level) {
  const long = z
    .strictObject({
      duration: duration.meta({ description: 'Duration of the stage.' }),
      [word]: schema.meta({ description: 'Level at the end of the stage.' }),
    })
    .transform((entry): StageInput => ({ durationMs: entry.duration as number, level: entry[word] as number }));
  const short = z
    .record(z.string().meta({ pattern: DURATION_PATTERN }), schema)
    .superRefine((entry, context) => {
      const keys = Object.keys(entry);
      const [key] = keys;
      if (key === undefined || keys.length > 1) {
        const message = `must be one duration and its level, as in 30s: ${example}`;
        context.addIssue({ code: 'custom', message });
      } else if (parseDurationMs(key) === undefined) {
        const message = `a stage needs a duration before the colon, as in 30s: ${example} (got "${key}")`;
        context.addIssue({ code: 'custom', path: [key], message, params: { isFullMessage: true } });
      }
    })
    .transform((entry): StageInput => {
      const [key = '', level = 0] = Object.entries(entry)[0] ?? [];
      return { durationMs: parseDurationMs(key) ?? 0, level };
    })
    .meta({ minProperties: 1, maxProperties: 1 });
  const error = messageFor(`must be 30s: ${example}, or { duration: 30s, ${word}: ${example} }`);
  return z.union([long, short], { error });
}

/** Stages of users. */
export const userStages = z
  .array(
    stageOf(USERS)
      .transform(({ durationMs, level }) => ({ durationMs, vus: level }))
      .meta({
        description: 'Ramp linearly to this many users over that time; a stage of 0s is a jump.',
        examples: [{ '30s': 50 }],
      }),
  )
  .min(1);

/** Stages of arrivals per second. */
export const rateStages = z
  .array(
    stageOf(RATE)
      .transform(({ durationMs, level }) => ({ durationMs, ratePerSecond: level }))
      .meta({
        description: 'Ramp linearly to this rate over that time; a stage of 0s is a jump.',
        examples: [{ '30s': '10/s' }],
      }),
  )
  .min(1);

function stairsOf(level: Level['schema']) {
  return z
    .strictObject({
      from: level.meta({ description: 'The first level.' }),
      to: level.meta({ description: 'The last level; may be below the first.' }),
      step: level
        .refine((step) => step > 0, { error: 'must be greater than 0' })
        .meta({ description: 'Difference between two levels.' }),
      each: positiveDuration.meta({ description: 'Hold time of each level.', examples: ['1m'] }),
      ramp: duration.optional().meta({ description: 'Ramp time between levels. Default: a jump.' }),
    })
    .transform(({ each, ramp, ...levels }) => ({ ...levels, eachMs: each, rampMs: ramp ?? 0 }))
    .superRefine((stairs, context) => {
      const message = stairsProblem(stairs);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    });
}

/** Stairs of users. */
export const userStairs = stairsOf(USERS.schema)
  .transform((stairs) => stagesOfStairs(stairs).map(({ durationMs, level }) => ({ durationMs, vus: level })))
  .meta({
    description: 'Levels in equal steps, each held for a time: for instance from 10 to 100 users in steps of 10.',
  });

/** Stairs of arrivals per second. */
export const rateStairs = stairsOf(RATE.schema)
  .transform((stairs) => stagesOfStairs(stairs).map(({ durationMs, level }) => ({ durationMs, ratePerSecond: level })))
  .meta({ description: 'Levels in equal steps, each held for a time: for instance from 1/s to 10/s in steps of 1/s.' });
