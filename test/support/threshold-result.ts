import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import type { ThresholdResult, ThresholdState } from '../../src/verdict/threshold-result.ts';

/** The result of `turn p95 < 1s`. */
export function resultOf(state: ThresholdState, overrides: Partial<ThresholdResult> = {}): ThresholdResult {
  return {
    threshold: parseThreshold('turn p95 < 1s'),
    state,
    unit: 'time',
    actual: 1_200_000,
    lower: undefined,
    atLeast: undefined,
    samples: 500,
    ...overrides,
  };
}
