import { z } from 'zod';

/** What `palaver capacity` found: its --out json. */

export const CAPACITY_VERSION = '2.0.0';

const text = z.string();
const count = z.int().nonnegative();
const ms = z.number().nonnegative();
const share = z.number().min(0).max(1);
const load = z.number().positive().describe('virtual users, or conversations per second: see `over`');

/**
 * - held: every objective is met beyond doubt, nothing grows
 * - unproven: nothing speaks against it, but it is not shown: too few turns, or turns under way that may yet decide
 * - failed: an objective is missed beyond doubt, or latency or turns in flight keep growing
 * - at-the-limit: still undecided after the longest time a step may take; counts as failed
 * - invalid: the load generator may have caused it; tells nothing of the endpoint, and is tried again
 * - stopped: ended before it could tell
 */
export const STEP_OUTCOMES = ['held', 'unproven', 'failed', 'at-the-limit', 'invalid', 'stopped'] as const;

export const LIMITERS = ['bot', 'gate', 'address', 'generator', 'budget'] as const;

/**
 * - found: a load that held, and one at most a tenth above it that failed
 * - not-reached: the highest load asked for held
 * - missed: the lowest one failed
 * - unfinished: the search ended early; what is known until then
 */
export const ANSWERS = ['found', 'not-reached', 'missed', 'unfinished'] as const;

const latencySchema = z
  .object({ p50Ms: ms.nullable(), p95Ms: ms.nullable(), p99Ms: ms.nullable() })
  .describe('upper bounds, at the decision; null: falls among failed turns, or nothing was measured');

const judgedObjectiveSchema = z.object({
  expression: text,
  state: z.enum(['good', 'bad', 'open']).describe('open: the interval holds the limit, or there is nothing to judge'),
  actual: text.describe('as measured, in words'),
  misses: z
    .object({
      count,
      of: count,
      lower: share,
      upper: share,
      allowed: share,
      underWay: count.optional().describe('turns under way that, in the worst case, missed it too'),
    })
    .optional()
    .describe('turns (or conversations) that missed it: their share lies between lower and upper (95 %)'),
});

const stepSchema = z.object({
  number: z.int().positive(),
  kind: z.enum(['climb', 'bisect', 'confirm']),
  load,
  outcome: z.enum(STEP_OUTCOMES),
  why: z.array(text),
  startedAt: z.iso.datetime(),
  steadyMs: ms.describe('judged: after the warm-up, until it was decided'),
  turnsPerSecond: z.number().nonnegative().describe('ended in the steady part'),
  conversationsPerSecond: z.number().nonnegative().describe('completed in the steady part'),
  inFlight: z.number().nonnegative().describe('turns under way at a time, on average'),
  completion: share
    .nullable()
    .describe('of the conversations that are known to have completed or failed, at the decision'),
  firstOutput: latencySchema,
  turn: latencySchema,
  objectives: z.array(judgedObjectiveSchema),
  report: text.optional().describe('folder of the whole report of this step'),
});

export const capacitySchema = z
  .object({
    capacityVersion: text.regex(/^2\./).describe('of this form (semver)'),
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
      .describe('the objective added by palaver, because no other counts failed conversations'),
    answer: z.object({
      status: z.enum(ANSWERS),
      held: load.optional().describe('the highest that held, or that nothing spoke against: see `proven`'),
      proven: z.boolean().describe('whether a longer hold has shown that every objective is met there'),
      failed: load.optional().describe('the lowest that did not hold'),
      brokeFirst: z.object({ objective: text, why: text }).optional(),
      limiter: z.enum(LIMITERS).optional(),
      exitCode: count,
      text: z.array(text).describe('the answer in sentences'),
    }),
    steps: z.array(stepSchema),
    coolDowns: z.array(
      z.object({
        afterStep: z.int().positive(),
        tookMs: ms,
        probes: count,
        recovered: z.boolean().describe('turns at the lowest load took what they had at first, within a tenth'),
      }),
    ),
  })
  .describe('how much load an endpoint holds');

export type Capacity = z.infer<typeof capacitySchema>;
export type CapacityStep = Capacity['steps'][number];
export type StepOutcome = CapacityStep['outcome'];

/** The JSON Schema (2020-12) of a search: what scenarios/capacity.schema.json holds. */
export function capacityJsonSchema(): object {
  return {
    title: 'palaver capacity',
    ...z.toJSONSchema(capacitySchema, { target: 'draft-2020-12', io: 'input' }),
  };
}
