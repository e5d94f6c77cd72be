import type { ErrorEntry } from '../../measure/error-log.ts';
import type { Readings } from '../../measure/readings.ts';
import { isInPart, type RunShape, type StepPart, stepPart } from '../../measure/shape/run-shape.ts';
import type { Report } from '../report.ts';
import type { ScenarioFacts } from '../scenario-facts.ts';

/**
 * Passed and failed turns of each part (see `StepPart`) with expectations. Turns that failed otherwise (timed out, cut, …) were
 * not checked and are not counted.
 */
export function buildChecks(
  readings: Readings,
  shape: RunShape,
  checked: ScenarioFacts['checked'],
  errors: readonly ErrorEntry[] = [],
): Report['checks'] {
  return shape.targets.flatMap((target) =>
    distinct(checked.map((labels) => stepPart(shape, { target, ...labels }))).map((part) => {
      const where = { ...part };
      const passed = readings.counter('turns_completed', where);
      const failure = firstFailure(errors, part);
      return {
        ...where,
        passed,
        failed: readings.counter('turns_mismatched', where),
        ...(failure !== undefined && { failure }),
      };
    }),
  );
}

function distinct(parts: readonly StepPart[]): readonly StepPart[] {
  return [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
}

/** Expected and actual reply of the first failure; errors also cover unmeasured time. */
function firstFailure(errors: readonly ErrorEntry[], part: StepPart): string | undefined {
  const mismatches = errors.find((error) => error.target === part.target && error.class === 'mismatched')?.causes ?? [];
  const ofPart = mismatches.filter((cause) => isInPart(cause, part));
  return ofPart.sort((left, right) => left.firstMs - right.firstMs)[0]?.example;
}
