import { counted } from '../../platform/group-thousands.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { Capacity, CapacityStep } from './capacity-schema.ts';

/** `40 virtual users`, `2.5 conversations/s`. */
export function nameLoad(load: number, over: Capacity['over']): string {
  return over === 'rate' ? `${counted(load, 'conversation')}/s` : counted(load, 'virtual user');
}

/** One-character marks of the outcomes: sustained, failed, inconclusive, or not enough data; the word is always next to them. */
export const OUTCOME_MARKS: Readonly<Record<CapacityStep['outcome'], string>> = {
  held: '✓',
  unproven: '–',
  failed: '✗',
  'at-the-limit': '?',
  invalid: '–',
  stopped: '–',
};

export const OUTCOME_NAMES: Readonly<Record<CapacityStep['outcome'], string>> = {
  held: 'sustained',
  unproven: 'unconfirmed',
  failed: 'failed',
  'at-the-limit': 'inconclusive',
  invalid: 'invalid',
  stopped: 'stopped',
};

/** The step of the lowest load that was not sustained: it failed or was inconclusive. */
export function stepAbove({ answer, steps }: Pick<Capacity, 'answer' | 'steps'>): CapacityStep | undefined {
  return steps.findLast(
    ({ load, outcome }) => load === answer.failed && (outcome === 'failed' || outcome === 'at-the-limit'),
  );
}

/** `Step 4 (40 virtual users) was invalid and repeated after a pause of 5.00 s (likely cause: …).` */
export function describeRetry(
  { afterStep, pauseMs, cause }: NonNullable<Capacity['retries']>[number],
  { steps, over }: Pick<Capacity, 'steps' | 'over'>,
): string {
  return `${nameStep(afterStep, { steps, over })} was invalid and repeated after a pause of ${formatDurationMs(pauseMs)} (${cause}).`;
}

/** `Step 4 (40 virtual users)`. */
export function nameStep(number: number, { steps, over }: Pick<Capacity, 'steps' | 'over'>): string {
  const load = steps.find((step) => step.number === number)?.load;
  return `Step ${number}${load === undefined ? '' : ` (${nameLoad(load, over)})`}`;
}

/** Sorted by load, ascending; steps of the same load in the order they were tested. */
export function inOrderOfLoad(steps: readonly CapacityStep[]): readonly CapacityStep[] {
  return [...steps].sort((left, right) => left.load - right.load || left.number - right.number);
}
