import { countedWere } from '../../platform/group-thousands.ts';
import { describeActual } from '../describe-result.ts';
import { advisePower } from '../lag/advise-power.ts';
import { sampleNoun } from '../metric-kind.ts';
import type { ThresholdResult } from '../threshold-result.ts';
import type { GeneratorHealth } from '../validity-facts.ts';
import { inconclusive, invalid, type ValidityFinding } from './validity-finding.ts';

/**
 * A threshold is inconclusive if its limit is between the bounds of its value, for any cause of these bounds. Bounds that cannot
 * change the result are not a finding, however wide they are.
 */
export function judgeBounds(result: ThresholdResult, generator: GeneratorHealth): ValidityFinding[] {
  if (result.state !== 'inconclusive') return [];
  const { interrupted, threshold } = result;
  const finding = `"${threshold.expression}" is inconclusive (${describeActual(result)})`;
  if (!interrupted?.decisive)
    return [invalid(`${finding}: the load generator measured too coarsely; ${advisePower(generator)}`)];
  return [
    inconclusive(
      `${finding}: ${countedWere(interrupted.count, sampleNoun(threshold.metric))} interrupted and could still have met or missed it; raise ` +
        '--graceful-stop so that they can end, or run for longer',
    ),
  ];
}
