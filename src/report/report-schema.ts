import { z } from 'zod';
import { comparisonSummarySchema } from './comparison/comparison-summary-schema.ts';
import { exemplarSchema } from './exemplar-schema.ts';
import { budgetSchema, errorSchema, generatorSchema, loadSchema, runSchema, targetSchema } from './facts-schema.ts';
import { metricsSchema } from './metric-schema.ts';
import { regionsSchema } from './regions/regions-schema.ts';
import { traceSchema } from './traces/trace-schema.ts';

/**
 * The version of the report format (semver): readers reject another major version, a new field is a minor one.
 */
export const REPORT_VERSION = '2.2.0';

const count = z.int().nonnegative();
const ms = z.number().nonnegative();

const groupSchema = z.object({
  target: z.string(),
  conversation: z.string().optional(),
  step: z.string().optional(),
  metrics: metricsSchema.describe('metrics of the group; counters that stayed 0 are omitted'),
});

const placeSchema = z.object({
  place: z.string(),
  metrics: metricsSchema,
  targets: z
    .array(z.object({ target: z.string(), metrics: metricsSchema }))
    .optional()
    .describe('metrics of each target from this place, if there are several targets'),
});

const turnTrends = {
  firstOutput: z.string().optional(),
  firstOutputLow: z.string().optional(),
  turn: z.string().optional(),
};

const counters = z
  .record(z.string(), z.record(z.string(), count))
  .describe('target → counter → increase, without zeros');
const sendLag = z.record(z.string(), z.string()).optional().describe('target → 2-digit HDR histogram of send_lag');

const timelineSchema = z.object({
  blockMs: z.number().positive().describe('length of a timeline interval (block)'),
  blocks: z.array(
    z.object({
      startMs: ms.describe('start of the interval, since the start of the run'),
      phase: z.enum(['warm-up', 'ramp', 'steady', 'stop']),
      activeVus: z.number().nonnegative().describe('mean number of active virtual users in the interval'),
      arrivals: count.describe('conversations due'),
      counters,
      steps: z
        .array(
          z.object({
            target: z.string(),
            conversation: z.string().optional(),
            step: z.string().optional(),
            ...turnTrends,
          }),
        )
        .describe(
          '2-digit HDR histograms (V2, compressed, base64) of the upper bounds, µs; firstOutputLow: of the lower bounds',
        ),
      sendLag,
      places: z
        .record(
          z.string(),
          z.object({
            activeVus: z.number().nonnegative(),
            arrivals: count,
            counters,
            targets: z.array(z.object({ target: z.string(), ...turnTrends })).describe('histograms of all its steps'),
            sendLag,
          }),
        )
        .optional()
        .describe('place → its part of the values above, if the load generators have several places'),
    }),
  ),
});

const unit = z.enum(['ms', 'share', 'per-second', 'count']);

const windowsSchema = z.object({
  met: count,
  missed: count,
  inconclusive: count.describe('inconclusive windows: only one measurement bound meets the threshold'),
  tooFew: count.describe('windows with too few turns for the quantile'),
  worst: z
    .object({
      fromMs: ms.describe('start of the window, since the start of the run'),
      unit,
      value: z.number(),
      isAtLeast: z.literal(true).optional(),
    })
    .optional()
    .describe('the window with the largest miss'),
});

const thresholdSchema = z.object({
  expression: z.string(),
  state: z.enum(['pass', 'fail', 'no-data', 'too-few', 'inconclusive']),
  unit,
  limit: z.number(),
  actual: z.number().nullable().describe('measured value (upper bound); null without data or if only atLeast is known'),
  lower: z.number().optional().describe('lower bound of the measured value, if it differs'),
  atLeast: z.number().optional(),
  samples: z
    .number()
    .nonnegative()
    .describe('number of samples; for a rate its denominator, which for goodput is the measured time in seconds'),
  isDefault: z
    .literal(true)
    .optional()
    .describe(
      'true if palaver added this threshold, because the run sets none on conversation_completion (without labels)',
    ),
  windows: windowsSchema
    .optional()
    .describe(
      'results of the windows, for thresholds on a percentage of windows: unit, limit and actual are that percentage, as a number from 0 to 1',
    ),
  text: z.string().describe('a sentence with the measured value and its distance from the limit'),
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
    .describe(
      'inconclusive: the measurement is correct, but the result of the run, or of its comparison with the baseline, is inconclusive; regression, not-enough-data and not-comparable are set by that comparison',
    ),
  exitCode: count,
  reasons: z.array(
    z.object({
      kind: z.enum([
        'ending',
        'invalid',
        'inconclusive',
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
  notes: z.array(z.string()).describe('remarks on how to read the numbers'),
  scenario: z.object({
    name: z.string(),
    sha256: z.string(),
    turns: z.literal(false).optional().describe('false: the conversations have no turns, only connections'),
  }),
  targets: z.array(targetSchema),
  load: loadSchema,
  metrics: metricsSchema,
  errors: z.array(errorSchema),
  checks: z
    .array(
      z.object({
        target: z.string(),
        conversation: z.string().optional(),
        step: z.string().optional(),
        passed: count,
        failed: count,
        failure: z.string().optional().describe('expected and actual reply of the first failed turn'),
      }),
    )
    .describe('steps with expectations; with less detail (--series), conversations or targets with such steps'),
  budget: budgetSchema,
  generator: generatorSchema,
  groups: z
    .array(groupSchema)
    .describe('metrics per target, conversation and step (less with --series), in the order of the scenario'),
  places: z
    .array(placeSchema)
    .optional()
    .describe(
      'metrics per place of the load generators (--place), in the order of the shards; counters that stayed 0 are omitted',
    ),
  timeline: timelineSchema,
  exemplars: z.array(exemplarSchema),
  traces: z.array(traceSchema).optional().describe('with --trace: the traces of the first conversations'),
  comparison: comparisonSummarySchema
    .optional()
    .describe('comparison with the baseline, at the end of the run; complete in comparison.json in its folder'),
  regions: regionsSchema.optional().describe('comparison of several targets, at the end of the run'),
});

/** The JSON Schema (2020-12) of a report: scenarios/report.schema.json. */
export function reportJsonSchema(): object {
  return {
    title: 'palaver report',
    ...z.toJSONSchema(reportSchema, { target: 'draft-2020-12', io: 'input' }),
  };
}
