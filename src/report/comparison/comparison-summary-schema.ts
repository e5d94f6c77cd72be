import { z } from 'zod';
import { comparisonSchema, rowSchema } from './comparison-schema.ts';

const text = z.string();

/** The part of the comparison with the baseline that a report keeps; its size is limited. */
export const comparisonSummarySchema = z.object({
  baseline: z
    .object({
      id: text,
      name: text,
      startedAt: z.iso.datetime(),
      commit: text.optional(),
      folder: text.optional().describe('path of the baseline'),
      chosen: text.describe('why this run was chosen'),
    })
    .optional()
    .describe(
      'run that is the baseline; absent if the folder of baselines contains no run of the scenario yet (status no-baseline)',
    ),
  status: z
    .enum([...comparisonSchema.shape.verdict.shape.status.options, 'no-baseline'])
    .describe('result of the comparison alone; no-baseline: nothing was compared'),
  evidence: text.describe('what was compared, and by which method'),
  rows: z
    .array(rowSchema.omit({ gating: true, pWorse: true, pBetter: true }))
    .describe('gating metrics, the worst first'),
  omitted: z.int().positive().optional().describe('number of gating metrics that are not listed'),
  warnings: z.array(text).describe('other differences between the two runs'),
});

export type ComparisonSummary = z.infer<typeof comparisonSummarySchema>;
