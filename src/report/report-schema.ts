import { z } from 'zod';
import { comparisonSummarySchema } from './comparison/comparison-summary-schema.ts';
import {
  budgetSchema,
  errorSchema,
  exemplarSchema,
  generatorSchema,
  loadSchema,
  runSchema,
  targetSchema,
} from './facts-schema.ts';
import { metricsSchema } from './metric-schema.ts';
import { regionsSchema } from './regions/regions-schema.ts';

/**
 * The version of the report's form (semver): a reader refuses another major version, a new field is a minor one.
 */
export const REPORT_VERSION = '2.0.0';

const count = z.int().nonnegative();
const ms = z.number().nonnegative();

const groupSchema = z.object({
  target: z.string(),
  conversation: z.string().optional(),
  step: z.string().optional(),
  metrics: metricsSchema.describe('counters that stayed 0 are left out'),
});

const timelineSchema = z.object({
  blockMs: z.number().positive().describe('length of every block'),
  blocks: z.array(
    z.object({
      startMs: ms.describe('since the start of the run'),
      phase: z.enum(['warm-up', 'ramp', 'steady', 'stop']),
      activeVus: z.number().nonnegative().describe('mean over the block'),
      arrivals: count.describe('conversations due'),
      counters: z
        .record(z.string(), z.record(z.string(), count))
        .describe('target → counter → increase, without zeros'),
      steps: z
        .array(
          z.object({
            target: z.string(),
            conversation: z.string(),
            step: z.string(),
            firstOutput: z.string().optional(),
            firstOutputLow: z.string().optional(),
            turn: z.string().optional(),
          }),
        )
        .describe(
          '2-digit HDR histograms (V2, compressed, base64) of the upper edges, µs; firstOutputLow: of the lower ones',
        ),
      sendLag: z
        .record(z.string(), z.string())
        .optional()
        .describe('target → such a histogram of how late inputs went out'),
    }),
  ),
});

const unit = z.enum(['ms', 'share', 'per-second', 'count']);

const windowsSchema = z.object({
  met: count,
  missed: count,
  undecided: count.describe('the load generator was too coarse to tell'),
  tooFew: count.describe('too few turns to judge the quantile'),
  worst: z
    .object({
      fromMs: ms.describe('since the start of the run'),
      unit,
      value: z.number(),
      isAtLeast: z.literal(true).optional(),
    })
    .optional()
    .describe('the one that missed by most'),
});

const thresholdSchema = z.object({
  expression: z.string(),
  state: z.enum(['pass', 'fail', 'no-data', 'too-few', 'undecided']),
  unit,
  limit: z.number(),
  actual: z.number().nullable().describe('the upper edge; null without data or where only atLeast is known'),
  lower: z.number().optional().describe('the lower edge, where it differs'),
  atLeast: z.number().optional(),
  samples: count,
  isDefault: z
    .literal(true)
    .optional()
    .describe('every run has it, unless it sets conversation_completion itself (without labels)'),
  windows: windowsSchema.optional().describe('… in a share of windows: unit, limit and actual are of that share'),
  text: z.string().describe('the actual value and how far it is off, in words'),
});

const verdictSchema = z.object({
  status: z
    .enum([
      'pass',
      'fail',
      'too-few-turns',
      'no-data',
      'incomplete',
      'invalid',
      'regression',
      'inconclusive',
      'not-enough-data',
      'not-comparable',
    ])
    .describe('regression and those after it: set by the comparison with the baseline'),
  exitCode: count,
  reasons: z.array(
    z.object({
      kind: z.enum([
        'ending',
        'invalid',
        'threshold',
        'too-few-turns',
        'no-data',
        'suspect',
        'regression',
        'comparison',
        'result',
      ]),
      text: z.string(),
    }),
  ),
});

export const reportSchema = z.object({
  $schema: z.string(),
  version: z.string(),
  tool: z.string(),
  run: runSchema,
  verdict: verdictSchema,
  thresholds: z.array(thresholdSchema),
  notes: z.array(z.string()).describe('what a reader must know beside the numbers'),
  scenario: z.object({ name: z.string(), sha256: z.string() }),
  targets: z.array(targetSchema),
  load: loadSchema,
  metrics: metricsSchema,
  errors: z.array(errorSchema),
  checks: z
    .array(
      z.object({
        target: z.string(),
        conversation: z.string(),
        step: z.string(),
        passed: count,
        failed: count,
        failure: z.string().optional().describe('what was expected and what came in the first turn that failed it'),
      }),
    )
    .describe('steps that expect something of their replies'),
  budget: budgetSchema,
  generator: generatorSchema,
  groups: z.array(groupSchema).describe('the same per target, conversation and step, in the order of the scenario'),
  timeline: timelineSchema,
  exemplars: z.array(exemplarSchema),
  comparison: comparisonSummarySchema
    .optional()
    .describe('a run with a baseline, once it is over; comparison.json in its folder holds all of it'),
  regions: regionsSchema
    .optional()
    .describe('a run with several targets, once it is over: how they stand to each other'),
});

/** The JSON Schema (2020-12) of a report: what scenarios/report.schema.json holds. */
export function reportJsonSchema(): object {
  return {
    title: 'palaver report',
    ...z.toJSONSchema(reportSchema, { target: 'draft-2020-12', io: 'input' }),
  };
}
