import type { CapacityStep } from './capacity-schema.ts';

/** The objectives that a step missed; empty if it failed because of growth or missing users. */
export function brokenObjectives({ objectives, why }: JudgedStep): readonly CapacityStep['objectives'][number][] {
  return objectives.filter(({ expression }) => why.some((text) => text.includes(expression)));
}

interface JudgedStep {
  readonly objectives: readonly CapacityStep['objectives'][number][];
  readonly why: readonly string[];
}
