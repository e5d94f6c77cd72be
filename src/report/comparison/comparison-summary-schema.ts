import { z } from 'zod';
import { comparisonSchema, rowSchema } from './comparison-schema.ts';

const text = z.string();

/** What a report keeps of the comparison with its baseline; bounded, however many figures are compared. */
export const comparisonSummarySchema = z.object({
  baseline: z
    .object({
      id: text,
      name: text,
      startedAt: z.iso.datetime(),
      commit: text.optional(),
      folder: text.optional().describe('the path by which it was found'),
      chosen: text.describe('why this run'),
    })
    .optional()
    .describe('absent where the folder of baselines held no run of the scenario yet: status no-baseline'),
  status: z
    .enum([...comparisonSchema.shape.verdict.shape.status.options, 'no-baseline'])
    .describe('of the comparison alone; no-baseline: nothing was compared'),
  evidence: text.describe('what was compared with what, and how sure that is'),
  rows: z
    .array(rowSchema.omit({ gating: true, pWorse: true, pBetter: true }))
    .describe('the gating figures, what got worse first'),
  omitted: z.int().positive().optional().describe('gating figures that are not listed'),
  warnings: z.array(text).describe('what else differs between the two runs'),
});

export type ComparisonSummary = z.infer<typeof comparisonSummarySchema>;
