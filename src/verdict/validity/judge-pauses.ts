import { groupThousands } from '../../platform/group-thousands.ts';
import { formatPercent } from '../../platform/percent.ts';
import type { ValidityFacts } from '../validity-facts.ts';
import { VALIDITY_LIMITS } from '../validity-limits.ts';
import { inconclusive, suspect, type ValidityFinding } from './validity-finding.ts';

/** Conversations of a closed load that started late because of `Retry-After`: above 5 %, the planned load was not reached. */
export function judgePauses({ pauses: facts, search }: Pick<ValidityFacts, 'pauses' | 'search'>): ValidityFinding[] {
  if (!facts || facts.delayed === 0) return [];
  const { due, delayed } = facts;
  const share = delayed / due;
  const text =
    `${groupThousands(delayed)} of ${groupThousands(due)} conversations (${formatPercent(share)}) were delayed by Retry-After; ` +
    // The load is what a search looks for.
    `${search ? '' : 'lower the load, or '}raise the limit of the target`;
  return share > VALIDITY_LIMITS.notOfferedShare
    ? [inconclusive(`the planned load was not reached: ${text}`)]
    : [suspect(text)];
}
