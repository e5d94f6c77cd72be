import { z } from 'zod';

/** The result of `palaver compare`: its --out json. */

export const COMPARISON_VERSION = '1.3.0';

const text = z.string();
const count = z.int().nonnegative();
const ms = z.number().nonnegative();
const share = z.number().min(0).max(1);

export const OUTCOMES = [
  'slower',
  'faster',
  'worse',
  'better',
  'equivalent',
  'inconclusive',
  'not-enough-data',
] as const;

const runSchema = z
  .object({
    id: text,
    name: text,
    startedAt: z.iso.datetime(),
    durationMs: ms,
    turns: count.describe('number of turns, including failed ones'),
    connections: count.optional().describe('number of connections opened, if the run has no turns'),
    load: text,
    seed: z.union([z.number(), text]),
    scenarioSha256: text,
    palaver: text,
    commit: text.optional(),
  })
  .meta({ id: 'comparedRun' });

const differenceSchema = z
  .object({
    estimate: z.number(),
    interval95: z.tuple([z.number(), z.number().nullable()]).describe('95 % confidence interval; null: no upper bound'),
    interval90: z
      .tuple([z.number(), z.number().nullable()])
      .describe('90 % confidence interval, for the equivalence test: equivalent if it lies within the margin'),
  })
  .describe('latencies and durations: candidate / baseline − 1, so 0.1 is 10 % slower; shares: candidate − baseline');

export const rowSchema = z.object({
  metric: text,
  place: text.optional(),
  target: text.optional(),
  conversation: text.optional(),
  step: text.optional(),
  statistic: text.describe('p50, p95, …; for a share: value'),
  gating: z.boolean().describe('true: the metric sets the exit code; false: it is informational'),
  unit: z.enum(['ms', 'share']),
  base: z
    .number()
    .nullable()
    .describe(
      'value of the baseline, ms or share; with several runs the geometric mean, or the pooled share; null: no value',
    ),
  candidate: z.number().nullable(),
  baseAtLeast: ms
    .optional()
    .describe('lower bound of base in ms, if base is null because the quantile lies among failed turns'),
  candidateAtLeast: ms.optional(),
  outcome: z.enum(OUTCOMES),
  why: text
    .optional()
    .describe(
      'reason for the outcome: of not-enough-data and inconclusive, and of equivalent if the absolute margin applied',
    ),
  difference: differenceSchema.optional(),
  margin: z.number().optional().describe('equivalence margin, on the scale of the difference'),
  pWorse: z.number().optional().describe('one-sided p-value; for gating metrics with Holm correction over all of them'),
  pBetter: z.number().optional(),
  smallestEffect: z
    .number()
    .optional()
    .describe(
      'minimum detectable effect: the smallest worsening detected with 90 % power, on the scale of the difference',
    ),
  units: count.optional().describe('number of independent blocks of time, or of runs, per side'),
  blockMs: ms.optional().describe('length of a block, if units are blocks of time'),
});

const curveSideSchema = z
  .object({
    histogram: text.describe('HDR histogram of the upper bounds, in µs (V2, compressed, base64)'),
    failed: count.describe('number of failed turns, which rank above all values of the histogram'),
  })
  .meta({ id: 'curve' });

export const comparisonSchema = z.object({
  $schema: text,
  version: text,
  tool: text,
  verdict: z.object({
    status: z
      .enum(['pass', 'regression', 'inconclusive', 'not-enough-data', 'not-comparable', 'incomplete'])
      .describe(
        'result of the comparison; incomplete: it would have passed, but one of its files could not be written',
      ),
    exitCode: count,
    reasons: z.array(text),
  }),
  evidence: z.object({
    unit: z.enum(['runs', 'blocks']).describe('unit of the comparison: runs, or blocks of time of one run per side'),
    note: text,
  }),
  options: z.object({
    margin: z.object({ relative: z.number().nonnegative(), absoluteMs: ms }),
    shareMargin: share.describe('margin of shares, such as conversation_completion and turn_failure'),
    gates: z.array(text),
    failOnInconclusive: z.boolean(),
  }),
  base: z.array(runSchema),
  candidate: z.array(runSchema),
  warnings: z.array(text).describe('other differences between the two sides'),
  rows: z.array(rowSchema),
  curves: z
    .array(z.object({ metric: text, base: curveSideSchema, candidate: curveSideSchema }))
    .describe('distributions of all turns of each side; of all connections, if a run has no turns'),
});

export type Comparison = z.infer<typeof comparisonSchema>;
export type ComparisonRow = Comparison['rows'][number];
export type ComparedRun = z.infer<typeof runSchema>;

/** The JSON Schema (2020-12) of a comparison: scenarios/comparison.schema.json. */
export function comparisonJsonSchema(): object {
  return {
    title: 'palaver comparison',
    ...z.toJSONSchema(comparisonSchema, { target: 'draft-2020-12', io: 'input' }),
  };
}
