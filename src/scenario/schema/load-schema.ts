import { z } from 'zod';
import { checkClosedLoad } from '../../load/closed-load.ts';
import { isCommonField, type LoadProblem, MAX_VUS } from '../../load/load-problem.ts';
import { checkOpenLoad } from '../../load/open-load.ts';
import { duration, positiveDuration } from './field-forms.ts';
import { rate } from './rate-form.ts';
import { rateStages, rateStairs, userStages, userStairs } from './stage-schema.ts';

const gracefulStop = duration.optional().meta({
  description:
    'Maximum time for running conversations to finish after the planned end. Default: the longest timeout + 5 s.',
});
const conversations = z
  .int()
  .min(1)
  .optional()
  .meta({ description: 'Maximum number of conversations in total; with a duration or stages, whichever ends first.' });

const closed = z
  .strictObject({
    vus: z.int().min(1).max(MAX_VUS).optional().meta({ description: 'Constant number of virtual users.', default: 1 }),
    duration: duration.optional().meta({ description: 'Duration of the load.', examples: ['60s'] }),
    stages: userStages.optional().meta({ description: 'Number of virtual users over time, stage by stage.' }),
    stairs: userStairs.optional(),
    conversations,
    conversationsPerVu: z.int().min(1).optional().meta({
      description:
        'Number of conversations per virtual user, instead of a total; with a duration or stages, whichever ends first.',
    }),
    startSpread: duration.optional().meta({
      description: 'Spread users that would start at once over this time. Default: the pace, else think time + 2 s.',
    }),
    pace: positiveDuration.optional().meta({
      description:
        'Each user is due to start a conversation at this interval; if the previous one is still running, the next one ' +
        'starts late. A slow endpoint then raises turn_intended but does not reduce the load.',
      examples: ['10s'],
    }),
    gracefulStop,
  })
  .meta({ description: 'Closed model: virtual users, each with one conversation after another.' });

const open = z
  .strictObject({
    rate: rate.optional().meta({ description: 'Constant arrival rate of conversations.' }),
    duration: duration.optional().meta({ description: 'Duration of the load.', examples: ['10m'] }),
    stages: rateStages.optional().meta({ description: 'Arrival rate of conversations over time, stage by stage.' }),
    stairs: rateStairs.optional(),
    replay: z
      .string()
      .min(1)
      .optional()
      .meta({
        description:
          'A CSV file, relative to this one, with the columns time (30s, or seconds from the start) and rate (10/s, or a ' +
          'number per second); linear interpolation between its points.',
        examples: ['launch-day.csv'],
      }),
    conversations,
    arrivals: z
      .enum(['uniform', 'poisson', 'recorded'], { error: 'must be uniform, poisson or recorded' })
      .optional()
      .meta({
        description:
          'uniform (evenly spaced), poisson (Poisson process), or recorded (each conversation once, at its start), which needs ' +
          'no rate and no duration.',
        default: 'uniform',
      }),
    speed: z
      .number()
      .positive()
      .optional()
      .meta({
        description: 'With recorded arrivals: replay the starts this many times as fast. Think times stay as they are.',
        default: 1,
        examples: [10],
      }),
    maxVus: z.int().min(1).max(MAX_VUS).optional().meta({
      description:
        'Maximum number of concurrent virtual users. Default: the highest rate × (think time + 5 s per turn), from 100 to 10,000.',
    }),
    whenFull: z.enum(['drop', 'wait'], { error: 'must be drop or wait' }).optional().meta({
      description: 'What to do with a conversation that arrives while all users are busy.',
      default: 'drop',
    }),
    gracefulStop,
  })
  .meta({ description: 'Open model: conversations start at this rate, independent of response times.' });

export type ClosedInput = z.output<typeof closed>;
export type OpenInput = z.output<typeof open>;

/** Keys that define the whole load over time; they exclude each other and the keys below. */
const SHAPES = ['stairs', 'replay', 'stages'] as const;
const EXCLUDED = ['vus', 'rate', 'duration', 'stages', 'stairs'] as const;

export const load = z
  .strictObject({
    closed: closed.optional(),
    open: open.optional(),
    gracefulStop,
    warmUp: duration.optional().meta({
      description: 'Warm-up: executed, but not measured.',
      examples: ['10s'],
    }),
    measure: z.enum(['all', 'steady'], { error: 'must be all or steady' }).optional().meta({
      description: 'all, or steady: only the steady state is measured; ramps are excluded.',
      default: 'all',
    }),
  })
  .superRefine((input, context) => {
    for (const { path, message } of problemsOf(input)) context.addIssue({ code: 'custom', path: [...path], message });
  });

export type LoadInput = z.output<typeof load>;

interface PlacedProblem {
  readonly path: readonly string[];
  readonly message: string;
}

function problemsOf(input: LoadInput): readonly PlacedProblem[] {
  if (input.closed && input.open)
    return [{ path: ['open'], message: 'cannot be combined with closed; use one of them' }];
  const model = input.closed ? 'closed' : 'open';
  const given: ClosedInput | OpenInput | undefined = input.closed ?? input.open;
  if (!given) return [{ path: [], message: 'needs closed (virtual users) or open (arrival rate)' }];
  if (input.gracefulStop !== undefined && given.gracefulStop !== undefined) {
    return [{ path: ['gracefulStop'], message: `is given both in load and in ${model}; remove one of them` }];
  }
  const clashes = conflictsOf(given);
  // Invalid stairs have not been converted to stages and are already reported.
  if (clashes.length === 0 && given.stairs && !Array.isArray(given.stairs)) return [];
  const problems =
    clashes.length > 0 ? clashes : input.closed ? checkClosed(input, input.closed) : checkOpen(input, input.open!);
  return problems.map(({ field, message }) => ({
    path: isCommonField(field as LoadProblem['field']) ? [field] : [model, field],
    message,
  }));
}

/** Keys that define the same thing twice. */
function conflictsOf(given: ClosedInput | OpenInput): readonly { readonly field: string; readonly message: string }[] {
  const keys = new Set(Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [key])));
  const isRecorded = 'arrivals' in given && given.arrivals === 'recorded';
  if (isRecorded) {
    return [...EXCLUDED, 'replay']
      .filter((key) => keys.has(key))
      .map((field) => ({
        field,
        message: 'cannot be combined with arrivals: recorded; use one of them',
      }));
  }
  if (keys.has('speed')) return [{ field: 'speed', message: 'needs arrivals: recorded' }];
  const shape = SHAPES.find((key) => keys.has(key));
  if (shape === undefined) return [];
  return EXCLUDED.filter((key) => key !== shape && keys.has(key)).map((field) => ({
    field,
    message: `cannot be combined with ${shape}; use one of them`,
  }));
}

function checkClosed(
  { warmUp, measure }: LoadInput,
  given: ClosedInput,
): readonly { field: string; message: string }[] {
  const problems = checkClosedLoad({
    vus: given.vus,
    durationMs: given.duration,
    stages: given.stages ?? given.stairs,
    conversations: given.conversations,
    conversationsPerVu: given.conversationsPerVu,
    startSpreadMs: 0,
    gracefulStopMs: 0,
    warmUpMs: warmUp,
    measure,
  });
  return problems.map((problem) => ({ ...problem, field: shapeField(problem, given) }));
}

function checkOpen({ warmUp, measure }: LoadInput, given: OpenInput): readonly { field: string; message: string }[] {
  // The content of the file is checked when it is read.
  if (given.replay !== undefined || given.arrivals === 'recorded') return [];
  const problems = checkOpenLoad({
    ratePerSecond: given.rate,
    durationMs: given.duration,
    stages: given.stages ?? given.stairs,
    conversations: given.conversations,
    maxVus: given.maxVus ?? 1,
    gracefulStopMs: 0,
    warmUpMs: warmUp,
    measure,
  });
  return problems.map((problem) => ({ ...problem, field: shapeField(problem, given) }));
}

/** Stairs are converted to stages; problems of these are reported at `stairs`. */
function shapeField({ field }: LoadProblem, given: ClosedInput | OpenInput): string {
  return field === 'stages' && given.stairs ? 'stairs' : field;
}
