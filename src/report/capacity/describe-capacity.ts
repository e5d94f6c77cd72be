import { groupThousands } from '../../platform/group-thousands.ts';
import type { Capacity, CapacityStep } from './capacity-schema.ts';

/** `40 virtual users`, `2.5 conversations/s`. */
export function nameLoad(load: number, over: Capacity['over']): string {
  if (over === 'rate') return load === 1 ? '1 conversation/s' : `${groupThousands(load)} conversations/s`;
  return load === 1 ? '1 virtual user' : `${groupThousands(load)} virtual users`;
}

/** `40 concurrent users`, `2.5 conversations/s`: a load in the answer, without jargon. */
export function nameUsers(load: number, over: Capacity['over']): string {
  if (over === 'rate') return nameLoad(load, over);
  return load === 1 ? '1 concurrent user' : `${groupThousands(load)} concurrent users`;
}

/** One-character marks of the outcomes. */
export const OUTCOME_MARKS: Readonly<Record<CapacityStep['outcome'], string>> = {
  held: '✓',
  unproven: '~',
  failed: '✗',
  'at-the-limit': '✗',
  invalid: '?',
  stopped: '-',
};

export const OUTCOME_NAMES: Readonly<Record<CapacityStep['outcome'], string>> = {
  held: 'sustained',
  unproven: 'unconfirmed',
  failed: 'failed',
  'at-the-limit': 'inconclusive',
  invalid: 'invalid',
  stopped: 'stopped',
};

/** Sorted by load, ascending; steps of the same load in the order they were tried. */
export function inOrderOfLoad(steps: readonly CapacityStep[]): readonly CapacityStep[] {
  return [...steps].sort((left, right) => left.load - right.load || left.number - right.number);
}
