import type { PauseFacts } from '../validity-facts.ts';
import { VALIDITY_LIMITS } from '../validity-limits.ts';
import { percent, suspect, undecided, type ValidityFinding } from './validity-finding.ts';

/** Conversations of a closed load delayed because the target asked for a pause: above 5 %, the load was not as planned. */
export function judgePauses(facts: PauseFacts | undefined): ValidityFinding[] {
  if (!facts || facts.delayed === 0) return [];
  const { due, delayed: heldBack } = facts;
  const share = heldBack / due;
  const text =
    `${heldBack} of ${due} conversations (${percent(share)}) were delayed by Retry-After; ` +
    'lower the load, or raise the limit of the target';
  return share > VALIDITY_LIMITS.notOfferedShare
    ? [undecided(`the planned load was not reached: ${text}`)]
    : [suspect(text)];
}
