import { advisePower } from './advise-power.ts';
import type { ThresholdResult } from './threshold-result.ts';
import type { GeneratorHealth } from './validity-facts.ts';
import { invalid, percent, suspect, type ValidityFinding } from './validity-finding.ts';
import { VALIDITY_LIMITS } from './validity-limits.ts';

/** The two edges of a gated value: too far apart to decide, or far apart for its size. */
export function judgeEdges(result: ThresholdResult, generator: GeneratorHealth): ValidityFinding[] {
  const { expression } = result.threshold;
  if (result.state === 'undecided')
    return [invalid(`the load generator was too coarse to decide "${expression}"; ${advisePower(generator)}`)];
  if (result.lower === undefined || result.actual === undefined || result.unit !== 'time') return [];
  const share = (result.actual - result.lower) / result.actual;
  if (share <= VALIDITY_LIMITS.bracketShareOfValue) return [];
  return [suspect(`the value of "${expression}" is uncertain by ${percent(share)}; ${advisePower(generator)}`)];
}
