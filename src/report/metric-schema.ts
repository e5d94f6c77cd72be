import { z } from 'zod';
import { QUANTILES, type QuantileName } from '../measure/histogram/quantile.ts';

const quantileName = z.enum(Object.keys(QUANTILES) as [QuantileName, ...QuantileName[]]);
const count = z.int().nonnegative();
const ms = z.number().nonnegative();

/** Durations in ms. Quantiles count failed turns as slower than all others; mean, stddev, min and max do not know them. */
export const trendSchema = z
  .object({
    kind: z.literal('trend'),
    unit: z.literal('ms'),
    count: count.describe('values measured'),
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
        'turns that ended without a value, by reason; none-expected has no rank, interrupted widens the bounds',
      ),
    atLeastMs: ms.optional().describe('a quantile that is null, although there are turns, is at least this long'),
    bounds: z
      .partialRecord(quantileName, z.tuple([ms, ms.nullable()]))
      .describe(
        'lower and upper bound of the quantile; the value itself is the upper one. Interrupted turns count with their elapsed ' +
          'time in the lower bound and as never ended in the upper one; null: no upper bound',
      )
      .optional(),
    approximate: z
      .partialRecord(quantileName, z.tuple([ms.nullable(), ms.nullable()]))
      .describe('quantiles of few turns, with their 95 % order-statistic interval; null: open')
      .optional(),
    maximumOnly: z.array(quantileName).describe('quantiles of so few turns that they are the maximum').optional(),
    histogram: z.string().describe('HDR V2, compressed, base64; µs, upper edge').optional(),
    histogramLower: z.string().describe('the same for the lower edge').optional(),
  })
  .describe('a distribution of durations');

export const counterSchema = z.object({
  kind: z.literal('counter'),
  count,
  reasons: z.record(z.string(), count).optional(),
});

export const rateSchema = z.object({
  kind: z.literal('rate'),
  value: z.number().nullable().describe('of what is known, without interrupted ones; null where the denominator is 0'),
  bounds: z
    .tuple([z.number(), z.number()])
    .describe('bounds over all possible outcomes of interrupted turns or conversations; only where they differ')
    .optional(),
  numerator: z.number(),
  denominator: z.number(),
});

/** By name; a subset of a metric's series has its label behind it: `reply{position:1}`, `first_output{of:completed}`. */
export const metricsSchema = z.record(
  z.string(),
  z.discriminatedUnion('kind', [trendSchema, counterSchema, rateSchema]),
);

export type Trend = z.infer<typeof trendSchema>;
export type Counter = z.infer<typeof counterSchema>;
export type Metrics = z.infer<typeof metricsSchema>;
