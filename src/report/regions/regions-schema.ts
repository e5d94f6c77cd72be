import { z } from 'zod';

const ms = z.number().nonnegative();

const standing = z.object({
  target: z.string(),
  value: z
    .number()
    .nullable()
    .describe('value in ms, or a share; null: the quantile lies among failed turns, or there is no data'),
  difference: z
    .number()
    .optional()
    .describe('difference from the best: 0.1 is 10 % slower; for shares, 0.01 is one percentage point less'),
  interval95: z.tuple([z.number(), z.number()]).optional().describe('95 % confidence interval of the difference'),
  outcome: z
    .enum(['best', 'worse', 'inconclusive', 'not-enough-data'])
    .describe('worse: p < 0.05 over all rows (Holm correction)'),
  why: z.string().optional().describe('reason for not-enough-data'),
});

const path = z.object({
  target: z.string(),
  rtt: ms.nullable().describe('p50 of the round-trip time'),
  connect: ms.nullable().describe('p50 of connect; dns, tcp, tls and upgrade: p50 of its phases'),
  dns: ms.nullable(),
  tcp: ms.nullable(),
  tls: ms.nullable(),
  upgrade: ms.nullable(),
  ready: ms.nullable(),
  firstOutput: ms.nullable(),
  firstOutputBot: ms.nullable().describe('p50 of first_output minus the lowest rtt of its session'),
});

/** The ranking of the targets (regions) of a run with several. */
export const regionsSchema = z.object({
  basis: z
    .enum(['paired', 'same-time', 'in-turn'])
    .describe(
      'how the targets got their load. paired: the same conversations simultaneously; same-time: in the same period, not paired; in-turn: alternating, one target at a time (ABBA)',
    ),
  blockMs: ms.optional().describe('length of the blocks of the block bootstrap'),
  ranking: z.array(
    z.object({
      metric: z.enum(['first_output', 'turn', 'conversation_completion']),
      statistic: z.enum(['p50', 'p95', 'value']),
      unit: z.enum(['ms', 'share']),
      standings: z.array(standing).describe('the ranking, best first'),
    }),
  ),
  path: z.array(path).describe('time by phase'),
});

export type Regions = z.infer<typeof regionsSchema>;
export type Standing = z.infer<typeof standing>;
