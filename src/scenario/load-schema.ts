import { z } from 'zod';
import { checkClosedLoad } from '../load/closed-load.ts';
import { MOST_VUS } from '../load/load-problem.ts';
import type { Stage } from '../load/load-profile.ts';
import { parseDurationMs } from '../platform/duration.ts';
import { DURATION_PATTERN, duration, planned, told } from './field-forms.ts';

const users = z.int().min(0).max(MOST_VUS);

const longStage = z
  .strictObject({ duration, vus: users })
  .transform(({ duration: durationMs, vus }): Stage => ({ durationMs, vus }));

const shortStage = z
  .record(z.string().meta({ pattern: DURATION_PATTERN }), users)
  .superRefine((entry, context) => {
    const keys = Object.keys(entry);
    const [key] = keys;
    if (key === undefined || keys.length > 1) {
      context.addIssue({ code: 'custom', message: 'is no stage; write one duration and its users, as in 30s: 50' });
    } else if (parseDurationMs(key) === undefined) {
      context.addIssue({
        code: 'custom',
        path: [key],
        message: `needs a duration before the colon, as in 30s: 50; "${key}" is none`,
      });
    }
  })
  .transform((entry): Stage => {
    const [key = '', vus = 0] = Object.entries(entry)[0] ?? [];
    return { durationMs: parseDurationMs(key) ?? 0, vus };
  })
  .meta({ minProperties: 1, maxProperties: 1 });

const stage = z
  .union([longStage, shortStage], { error: told('is no stage; write 30s: 50, or { duration: 30s, vus: 50 }') })
  .meta({
    description: 'So many users are reached in that time, linearly; a stage of 0s is a jump.',
    examples: [{ '30s': 50 }],
  });

const gracefulStop = duration.optional().meta({
  description: 'How long running conversations may go on after the last stage. Default: the longest timeout + 5 s.',
});

const closed = z
  .strictObject({
    vus: z
      .int()
      .min(1)
      .max(MOST_VUS)
      .optional()
      .meta({ description: 'Virtual users from the start to the end.', default: 1 }),
    duration: duration.optional().meta({ description: 'How long the users go on.', examples: ['60s'] }),
    stages: z.array(stage).min(1).optional(),
    conversations: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'In total; with a duration or stages, whichever ends first.' }),
    startSpread: duration
      .optional()
      .meta({ description: 'Users that would start at once are spread over this time. Default: think time + 2 s.' }),
    gracefulStop,
    pace: planned,
  })
  .superRefine((input, context) => {
    const problems = checkClosedLoad({ ...input, durationMs: input.duration, startSpreadMs: 0, gracefulStopMs: 0 });
    for (const { field, message } of problems) context.addIssue({ code: 'custom', path: [field], message });
  })
  .meta({ description: 'So many virtual users, each holding one conversation after another.' });

export const load = z
  .strictObject({
    closed,
    gracefulStop,
    open: planned,
    warmUp: planned,
    measure: planned,
  })
  .refine((input) => input.gracefulStop === undefined || input.closed.gracefulStop === undefined, {
    error: 'stands in load and in closed; remove one of them',
    path: ['gracefulStop'],
  });

export type LoadInput = z.output<typeof load>;
