import { z } from 'zod';

/** The result of `palaver capacity`: its --out json. */

export const CAPACITY_VERSION = '2.1.0';

const text = z.string();
const count = z.int().nonnegative();
const ms = z.number().nonnegative();
const share = z.number().min(0).max(1);
const load = z.number().positive().describe('virtual users, or conversations per second (see `over`)');

/**
 * - held (sustained): every objective is met (95 % confidence), nothing grows
 * - unproven (unconfirmed): no evidence against it, but too few turns, or turns in flight that may still decide
 * - failed: an objective is missed (95 % confidence), or latency or turns in flight keep growing
 * - at-the-limit (inconclusive): no decision within the maximum time of a step; the search tests no higher load
 * - invalid: the load generator may have caused it; no result about the endpoint, repeated
 * - stopped: ended before a decision
 */
export const STEP_OUTCOMES = ['held', 'unproven', 'failed', 'at-the-limit', 'invalid', 'stopped'] as const;

export const LIMITERS = ['bot', 'gate', 'address', 'generator', 'budget'] as const;

/**
 * - found: a sustained load, and one at most a tenth above it that failed or was inconclusive
 * - not-reached: the highest load of the range was sustained
 * - missed: the lowest one failed or was inconclusive
 * - unfinished: the search ended early; the result so far
 */
export const ANSWERS = ['found', 'not-reached', 'missed', 'unfinished'] as const;

const latencySchema = z
  .object({ p50Ms: ms.nullable(), p95Ms: ms.nullable(), p99Ms: ms.nullable() })
  .describe(
    'quantiles (upper bounds) at the decision; null: the quantile lies among failed turns, or there is no data',
  );

const judgedObjectiveSchema = z.object({
  expression: text,
  state: z
    .enum(['good', 'bad', 'inconclusive'])
    .describe('inconclusive: the interval contains the limit, or there is no data'),
  actual: text.describe('measured value, formatted for people'),
  misses: z
    .object({
      count,
      of: count,
      lower: share,
      upper: share,
      allowed: share,
      inFlight: count.optional().describe('turns in flight that, in the worst case, also miss it'),
    })
    .optional()
    .describe('turns (or conversations) that missed it; lower and upper: 95 % interval of their share'),
});

const stepSchema = z.object({
  number: z.int().positive(),
  kind: z.enum(['ramp-up', 'bisect', 'confirm']),
  load,
  outcome: z.enum(STEP_OUTCOMES),
  why: z.array(text),
  startedAt: z.iso.datetime(),
  steadyMs: ms.describe('measured time: after the warm-up, until the decision'),
  turnsPerSecond: z.number().nonnegative().describe('turns that ended in the measured time'),
  conversationsPerSecond: z.number().nonnegative().describe('conversations that completed in the measured time'),
  inFlight: z.number().nonnegative().describe('mean number of turns in flight'),
  completion: share
    .nullable()
    .describe('share of completed conversations among completed and failed ones, at the decision'),
  firstOutput: latencySchema,
  turn: latencySchema,
  objectives: z.array(judgedObjectiveSchema),
  report: text.optional().describe('folder of the report of this step'),
});

export const capacitySchema = z
  .object({
    capacityVersion: text.regex(/^2\./).describe('version of this format (semver)'),
    palaver: text,
    scenario: text,
    target: z.object({ name: text, url: text }),
    startedAt: z.iso.datetime(),
    durationMs: ms,
    seed: z.int(),
    over: z.enum(['vus', 'rate']),
    from: load,
    to: load,
    objectives: z.array(text),
    addedObjective: text
      .optional()
      .describe('objective added by palaver, because no other counts failed conversations'),
    answer: z.object({
      status: z.enum(ANSWERS),
      held: load.optional().describe('highest sustained load, or one without evidence against it (see `proven`)'),
      proven: z.boolean().describe('confirmed: a longer hold met every objective at this load'),
      failed: load.optional().describe('lowest load that was not sustained: it failed or was inconclusive'),
      brokeFirst: z
        .object({ objective: text, why: text })
        .optional()
        .describe('why the load `failed` failed; absent if it was inconclusive'),
      limiter: z
        .enum(LIMITERS)
        .optional()
        .describe(
          'bottleneck; gate: a gateway in front of the bot; address: the local addresses and ports of this machine',
        ),
      exitCode: count,
      text: z.array(text).describe('the answer in sentences'),
    }),
    steps: z.array(stepSchema),
    recoveries: z
      .array(
        z.object({
          afterStep: z.int().positive(),
          tookMs: ms,
          probes: count,
          recovered: z.boolean().describe('whether turns at the lowest load became as fast as at first, within 10 %'),
        }),
      )
      .describe('recovery after failed loads: the lowest load runs until latencies are as low as at first'),
    retries: z
      .array(
        z.object({
          afterStep: z.int().positive().describe('an invalid step; the next step repeats its load'),
          pauseMs: ms.describe('pause before the next step'),
          cause: text.describe('why the load generator was late, as far as it is known'),
        }),
      )
      .optional()
      .describe('loads that were repeated because the load generator may have caused the outcome'),
  })
  .describe('maximum sustainable load of an endpoint');

export type Capacity = z.infer<typeof capacitySchema>;
export type CapacityStep = Capacity['steps'][number];
export type StepOutcome = CapacityStep['outcome'];

/** The JSON Schema (2020-12) of a search: scenarios/capacity.schema.json. */
export function capacityJsonSchema(): object {
  return {
    title: 'palaver capacity',
    ...z.toJSONSchema(capacitySchema, { target: 'draft-2020-12', io: 'input' }),
  };
}
