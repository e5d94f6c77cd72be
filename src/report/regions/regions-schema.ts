import { z } from 'zod';

const ms = z.number().nonnegative();

const standing = z.object({
  target: z.string(),
  value: z.number().nullable().describe('ms, or a share; null: among the turns that failed, or nothing was measured'),
  difference: z
    .number()
    .optional()
    .describe('from the best: 0.1 is 10 % slower; of a share, 0.01 is a percentage point less'),
  interval95: z.tuple([z.number(), z.number()]).optional().describe('of the difference'),
  outcome: z
    .enum(['best', 'behind', 'inconclusive', 'not-enough-data'])
    .describe('behind: surely, with 95 % for all rows together (Holm)'),
  why: z.string().optional().describe('why there is not enough data'),
});

const path = z.object({
  target: z.string(),
  rtt: ms.nullable().describe('p50 of the path there and back'),
  connect: ms.nullable().describe('p50, and of its phases'),
  dns: ms.nullable(),
  tcp: ms.nullable(),
  tls: ms.nullable(),
  upgrade: ms.nullable(),
  ready: ms.nullable(),
  firstOutput: ms.nullable(),
  firstOutputBot: ms.nullable().describe('p50 of first_output less the lowest rtt of its session'),
});

/** Which target is how far ahead, in a run with several. */
export const regionsSchema = z.object({
  basis: z
    .enum(['paired', 'same-time', 'in-turn'])
    .describe('the same conversations at the same instants; the same time; one after the other'),
  blockMs: ms.optional().describe('stretches of time that were taken as independent'),
  ranking: z.array(
    z.object({
      metric: z.enum(['first_output', 'turn', 'conversation_completion']),
      statistic: z.enum(['p50', 'p95', 'value']),
      unit: z.enum(['ms', 'share']),
      standings: z.array(standing).describe('best first'),
    }),
  ),
  path: z.array(path).describe('where the time goes'),
});

export type Regions = z.infer<typeof regionsSchema>;
export type Standing = z.infer<typeof standing>;
