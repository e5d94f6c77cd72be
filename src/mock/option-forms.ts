import { z } from 'zod';
import { DISTRIBUTION_FORMS, parseDistribution } from '../platform/distribution.ts';
import { parseDurationMs } from '../platform/time/duration.ts';

/** The forms of durations, distributions and probabilities in options; they are kept as texts and numbers. */

const NO_DURATION = { error: 'must be a duration such as 400ms, 2s or 1m30s' };
const NO_DISTRIBUTION = { error: `must be a duration or a distribution: ${DISTRIBUTION_FORMS}` };
export const optionDuration = z.string(NO_DURATION).refine((text) => parseDurationMs(text) !== undefined, NO_DURATION);
export const distribution = z
  .string(NO_DISTRIBUTION)
  .refine((text) => parseDistribution(text) !== undefined, NO_DISTRIBUTION);
const NO_PROBABILITY = { error: 'must be a probability from 0 to 1, such as 0.01' };
export const probability = z.number(NO_PROBABILITY).min(0, NO_PROBABILITY).max(1, NO_PROBABILITY);
