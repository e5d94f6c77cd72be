import type { ErrorEntry } from '../../measure/error-log.ts';
import type { LabelFilter } from '../../measure/label-filter.ts';
import type { Readings } from '../../measure/readings.ts';
import type { Report } from '../report.ts';
import type { ScenarioFacts } from '../scenario-facts.ts';

/**
 * Passed and failed turns of each step with expectations, at each target. Turns that failed otherwise (timed out, cut, …)
 * were not checked and are not counted.
 */
export function buildChecks(
  readings: Readings,
  targets: readonly string[],
  checked: ScenarioFacts['checked'],
  errors: readonly ErrorEntry[] = [],
): Report['checks'] {
  return targets.flatMap((target) =>
    checked.map((step) => {
      const where = { target, ...step };
      const passed = readings.counter('turns_completed', where);
      const failure = firstFailure(errors, where);
      return {
        ...where,
        passed,
        failed: readings.counter('turns_mismatched', where),
        ...(failure !== undefined && { failure }),
      };
    }),
  );
}

/** Expected and actual reply of the first failure; errors also cover unmeasured time. */
function firstFailure(errors: readonly ErrorEntry[], { target, conversation, step }: LabelFilter): string | undefined {
  const mismatches = errors.find((error) => error.target === target && error.class === 'mismatched')?.causes ?? [];
  const ofStep = mismatches.filter((cause) => cause.conversation === conversation && cause.step === step);
  return ofStep.sort((left, right) => left.firstMs - right.firstMs)[0]?.example;
}
