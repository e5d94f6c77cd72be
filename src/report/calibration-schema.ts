import { z } from 'zod';

/** What `palaver calibrate` found on one machine: its --json, and what is kept there for later reports. */

const count = z.int().nonnegative();
const text = z.string();
const positive = z.number().positive();

const quantileErrorSchema = z.object({
  measuredMs: z.number().describe("the endpoint's own: from the reading of an input to the call that sent its reply"),
  uncertaintyMs: z.number().describe('how much more that may have been'),
  errorMs: z.number().describe('reported (the upper edge) − measured'),
  lowerErrorMs: z.number().describe('lower edge − measured'),
});

const endpointSchema = z.object({
  delay: text.describe('a distribution: what the endpoint was asked for'),
  vus: count,
  turnsPerSecond: positive.describe('asked for'),
  reachedPerSecond: positive,
  turns: count.describe('that were compared, in all trials'),
  quantiles: z
    .object({
      p50: quantileErrorSchema,
      p95: quantileErrorSchema,
      p99: quantileErrorSchema,
      p99_9: quantileErrorSchema,
    })
    .describe('medians of the trials'),
  boundsWidthMs: z.number().describe('median distance between the bounds of a turn'),
  lateLower: count.describe("turns whose lower edge lies over 0.5 ms after the endpoint's sending"),
  cpuPerTurnUs: positive.optional().describe('of the whole process'),
});

const highestSchema = z.object({
  holds: count.optional().describe('the highest tried that held; absent: none did'),
  fails: count.optional().describe('the lowest tried above it that did not; absent: none was tried'),
});

export const calibrationSchema = z.object({
  version: text.regex(/^2\./).describe('of this form (semver)'),
  palaver: text,
  calibratedAt: z.iso.datetime(),
  machine: z.object({ host: text, cpuModel: text, cpus: count, node: text, platform: text }),
  impossible: count.describe('turns of all trials whose upper edge lies before their sending: must be 0'),
  trials: count.describe('for each figure, which is their median'),
  endpoints: z.array(endpointSchema).describe('the last one: replies whose times vary as those of a bot do'),
  memory: z
    .object({ vus: count, kibPerVu: z.number() })
    .optional()
    .describe('resident set with so many virtual users, less that with 10, by their number'),
  limits: z
    .object({
      withinMs: positive,
      delay: text,
      turnsPerSecond: highestSchema,
      vus: highestSchema,
      vusAtTurnsPerSecond: positive.describe('the rate at which numbers of virtual users were tried'),
    })
    .optional()
    .describe('up to where p99 is off by less than withinMs; absent when it was not looked for'),
});

export type Calibration = z.infer<typeof calibrationSchema>;
export type QuantileErrorFigures = z.infer<typeof quantileErrorSchema>;

export const CALIBRATION_VERSION = '2.0.0';
