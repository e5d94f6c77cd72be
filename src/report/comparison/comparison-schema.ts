import { z } from 'zod';

/** What `palaver compare` found: its --out json. */

export const COMPARISON_VERSION = '1.1.0';

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

const runSchema = z.object({
  id: text,
  name: text,
  startedAt: z.iso.datetime(),
  durationMs: ms,
  turns: count.describe('measured, failed ones with them'),
  load: text,
  seed: z.union([z.number(), text]),
  scenarioSha256: text,
  palaver: text,
  commit: text.optional(),
});

const differenceSchema = z
  .object({
    estimate: z.number(),
    interval95: z.tuple([z.number(), z.number().nullable()]).describe('null: open'),
    interval90: z
      .tuple([z.number(), z.number().nullable()])
      .describe('equivalent: it lies within the margin both ways'),
  })
  .describe('trends: candidate / baseline − 1, so 0.1 is 10 % slower; shares: candidate − baseline');

export const rowSchema = z.object({
  metric: text,
  target: text.optional(),
  conversation: text.optional(),
  step: text.optional(),
  statistic: text.describe('p50, p95, …; value of a share'),
  gating: z.boolean().describe('decides the exit code; the others are informational'),
  unit: z.enum(['ms', 'share']),
  base: z
    .number()
    .nullable()
    .describe('ms or share; of several runs the geometric mean, or all together; null: no value'),
  candidate: z.number().nullable(),
  baseAtLeast: ms.optional().describe('ms; the value of the baseline is null, for it lies among failed turns'),
  candidateAtLeast: ms.optional(),
  outcome: z.enum(OUTCOMES),
  why: text.optional().describe('of not-enough-data and inconclusive; of equivalent where the absolute margin decided'),
  difference: differenceSchema.optional(),
  margin: z.number().optional().describe('what does not matter, on the scale of the difference'),
  pWorse: z.number().optional().describe('one-sided; of a gating row adjusted by Holm over all of them'),
  pBetter: z.number().optional(),
  smallestEffect: z
    .number()
    .optional()
    .describe(
      'minimum detectable effect: the smallest worsening detected with 90 % power, on the scale of the difference',
    ),
  units: count.optional().describe('on each side: independent blocks of time, or runs'),
  blockMs: ms.optional().describe('length of these blocks'),
});

const curveSideSchema = z.object({
  histogram: text.describe('HDR V2, compressed, base64; µs, upper edge'),
  failed: count.describe('turns that rank above all in the histogram'),
});

export const comparisonSchema = z.object({
  $schema: text,
  version: text,
  tool: text,
  verdict: z.object({
    status: z
      .enum(['pass', 'regression', 'inconclusive', 'not-enough-data', 'not-comparable', 'incomplete'])
      .describe('incomplete: it would have passed, but one of its files could not be written'),
    exitCode: count,
    reasons: z.array(text),
  }),
  evidence: z.object({
    unit: z.enum(['runs', 'blocks']).describe('what was compared with what: runs, or blocks of time of one run a side'),
    note: text,
  }),
  options: z.object({
    margin: z.object({ relative: z.number().nonnegative(), absoluteMs: ms }),
    shareMargin: share.describe('of completion and failure'),
    gates: z.array(text),
    failOnInconclusive: z.boolean(),
  }),
  base: z.array(runSchema),
  candidate: z.array(runSchema),
  warnings: z.array(text).describe('what else differs between the two sides'),
  rows: z.array(rowSchema),
  curves: z
    .array(z.object({ metric: text, base: curveSideSchema, candidate: curveSideSchema }))
    .describe('all turns of a side together'),
});

export type Comparison = z.infer<typeof comparisonSchema>;
export type ComparisonRow = Comparison['rows'][number];
export type ComparedRun = z.infer<typeof runSchema>;

/** The JSON Schema (2020-12) of a comparison: what scenarios/comparison.schema.json holds. */
export function comparisonJsonSchema(): object {
  return {
    title: 'palaver comparison',
    ...z.toJSONSchema(comparisonSchema, { target: 'draft-2020-12', io: 'input' }),
  };
}
