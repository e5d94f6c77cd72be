import { z } from 'zod';

/** The result of `palaver calibrate` on one machine: its --json, and the stored form for later reports. */

const count = z.int().nonnegative();
const text = z.string();
const positive = z.number().positive();

const quantileErrorSchema = z.object({
  measuredMs: z
    .number()
    .describe('value measured by the endpoint: from reading an input to the call that sent its reply'),
  uncertaintyMs: z.number().describe('uncertainty of measuredMs: the true value may be longer by this much'),
  errorMs: z.number().describe('reported value (upper bound) minus measuredMs'),
  lowerErrorMs: z.number().describe('lower bound minus measuredMs'),
});

const endpointSchema = z.object({
  delay: text.describe('response time of the endpoint, a distribution'),
  vus: count,
  turnsPerSecond: positive.describe('planned rate'),
  reachedPerSecond: positive,
  turns: count.describe('number of compared turns, in all trials'),
  quantiles: z
    .object({
      p50: quantileErrorSchema,
      p95: quantileErrorSchema,
      p99: quantileErrorSchema,
      p99_9: quantileErrorSchema,
    })
    .describe('medians of the trials'),
  boundsWidthMs: z.number().describe('median width of the bounds of a turn'),
  lateLower: count.describe('turns whose lower bound lies more than 0.5 ms after the endpoint sent the reply'),
  cpuPerTurnUs: positive.optional().describe('CPU time of the whole process per turn'),
});

const highestSchema = z.object({
  sustained: count.optional().describe('highest value tested that was sustained; absent: none was'),
  failed: count.optional().describe('lowest value tested above it that was not sustained; absent: none was tested'),
});

export const calibrationSchema = z.object({
  version: text.regex(/^3\./).describe('version of this format (semver)'),
  palaver: text,
  calibratedAt: z.iso.datetime(),
  machine: z.object({ host: text, cpuModel: text, cpus: count, node: text, platform: text }),
  impossible: count.describe(
    'invalid turns of all trials: their upper bound lies before the reply was sent; must be 0',
  ),
  trials: count.describe('number of trials; each value is their median'),
  endpoints: z
    .array(endpointSchema)
    .describe('reference endpoints; the response times of the last one vary like those of a bot'),
  memory: z
    .object({ vus: count, kibPerVu: z.number() })
    .optional()
    .describe('increase of the resident set from 10 to vus virtual users, per virtual user'),
  limits: z
    .object({
      withinMs: positive,
      delay: text,
      turnsPerSecond: highestSchema,
      vus: highestSchema,
      vusAtTurnsPerSecond: positive.describe('rate (turns/s) at which numbers of virtual users were tested'),
    })
    .optional()
    .describe('limits up to which the p99 error is below withinMs; absent if not searched'),
});

export type Calibration = z.infer<typeof calibrationSchema>;
export type ReportedQuantileError = z.infer<typeof quantileErrorSchema>;

export const CALIBRATION_VERSION = '3.0.0';
