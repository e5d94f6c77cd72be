import { FAILURE_CLASSES } from '../endpoint/endpoint-failure.ts';
import type { RunShape } from '../measure/shape/run-shape.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** The shape from which series numbers follow, the same in load threads and in the main thread. */
export function shapeOf(scenario: Scenario, targets: readonly { readonly name: string }[]): RunShape {
  return {
    targets: targets.map((target) => target.name),
    conversations: scenario.conversations.map(({ name, steps }) => ({
      name,
      steps: [...new Set(steps.map(({ label }) => label))],
    })),
    failureClasses: FAILURE_CLASSES,
    series: scenario.series,
  };
}
