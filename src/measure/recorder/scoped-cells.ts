import { z } from 'zod';
import { cellsSchema } from './snapshot-schema.ts';

/**
 * What a shard aggregated for its thresholds with a scope, in the order of the thresholds: not yet judged, since the cells of
 * all shards are added up first.
 */
export const scopedCellsSchema = z.array(
  z.object({
    expression: z.string(),
    /** `fromMs`: start of a window; 0 for the steady state. */
    ranges: z.array(z.object({ fromMs: z.number().nonnegative(), ...cellsSchema.shape })),
  }),
);

export type ScopedCells = z.infer<typeof scopedCellsSchema>;
