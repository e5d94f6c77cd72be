import type { CapacityStep } from './capacity-schema.ts';

/** The objectives that a step did not hold by, as far as it says why; none where it was for growth or want of users. */
export function brokenObjectives({ objectives, why }: JudgedStep): readonly CapacityStep['objectives'][number][] {
  return objectives.filter(({ expression }) => why.some((text) => text.includes(expression)));
}

interface JudgedStep {
  readonly objectives: readonly CapacityStep['objectives'][number][];
  readonly why: readonly string[];
}
