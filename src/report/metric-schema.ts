import { z } from 'zod';
import { QUANTILES, type QuantileName } from '../measure/histogram/quantile.ts';

const quantileName = z.enum(Object.keys(QUANTILES) as [QuantileName, ...QuantileName[]]);
const count = z.int().nonnegative();
const ms = z.number().nonnegative();

/** Durations in ms. Quantiles rank failed turns as slowest; mean, stddev, min and max exclude them. */
export const trendSchema = z
  .object({
    kind: z.literal('trend'),
    unit: z.literal('ms'),
    count: count.describe('number of measured values'),
    min: ms.nullable(),
    mean: ms.nullable(),
    stddev: ms.nullable(),
    p50: ms.nullable(),
    p75: ms.nullable(),
    p90: ms.nullable(),
    p95: ms.nullable(),
    p99: ms.nullable(),
    p99_9: ms.nullable(),
    max: ms.nullable(),
    censored: z
      .record(z.string(), count)
      .describe(
        'turns that ended without a value, by reason. Failed ones rank as slowest; none-expected: no reply was expected, not ranked; interrupted: stopped early, widens the bounds',
      ),
    atLeastMs: ms.optional().describe('lower bound of the quantiles that are null although there are turns'),
    bounds: z
      .partialRecord(quantileName, z.tuple([ms, ms.nullable()]))
      .describe(
        'lower and upper bound of the quantile; the value itself is the upper one. Interrupted turns count with their elapsed ' +
          'time in the lower bound and as never ended in the upper one; null: no upper bound',
      )
      .optional(),
    approximate: z
      .partialRecord(quantileName, z.tuple([ms.nullable(), ms.nullable()]))
      .describe('quantiles of small samples, with their 95 % order-statistic interval; null: no upper bound')
      .optional(),
    maximumOnly: z
      .array(quantileName)
      .describe('quantiles that equal the maximum, because there are too few turns')
      .optional(),
    histogram: z.string().describe('HDR histogram of the upper bounds, in µs (V2, compressed, base64)').optional(),
    histogramLower: z.string().describe('HDR histogram of the lower bounds, in the same format').optional(),
  })
  .describe('a distribution of durations');

export const counterSchema = z.object({
  kind: z.literal('counter'),
  count,
  reasons: z.record(z.string(), count).optional(),
});

export const rateSchema = z.object({
  kind: z.literal('rate'),
  value: z
    .number()
    .nullable()
    .describe('rate without interrupted turns or conversations; null if the denominator is 0'),
  bounds: z
    .tuple([z.number(), z.number()])
    .describe('bounds over all possible outcomes of interrupted turns or conversations; only if they differ')
    .optional(),
  numerator: z.number(),
  denominator: z.number(),
});

/** Metrics by name; a subset of a metric's series has its label appended: `reply{position:1}`, `first_output{of:completed}`. */
export const metricsSchema = z.record(
  z.string(),
  z.discriminatedUnion('kind', [trendSchema, counterSchema, rateSchema]),
);

export type Trend = z.infer<typeof trendSchema>;
export type Counter = z.infer<typeof counterSchema>;
export type Metrics = z.infer<typeof metricsSchema>;
