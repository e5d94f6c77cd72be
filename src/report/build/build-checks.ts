import type { ErrorEntry } from '../../measure/error-log.ts';
import type { LabelFilter } from '../../measure/label-filter.ts';
import type { Readings } from '../../measure/readings.ts';
import type { Conversation, SayStep } from '../../scenario/scenario.ts';
import type { Report } from '../report.ts';

/**
 * How often the replies of a step were what it expects, for each step that expects anything, at each target. Turns that failed
 * otherwise (timed out, cut, …) were not checked and count on neither side.
 */
export function buildChecks(
  readings: Readings,
  targets: readonly string[],
  conversations: readonly Conversation[],
  errors: readonly ErrorEntry[] = [],
): Report['checks'] {
  return targets.flatMap((target) =>
    conversations.flatMap(({ name, steps }) =>
      steps.filter(hasChecks).map(({ label }) => {
        const where = { target, conversation: name, step: label };
        const passed = readings.counter('turns_completed', where);
        const failure = firstFailure(errors, where);
        return {
          ...where,
          passed,
          failed: readings.counter('turns_mismatched', where),
          ...(failure !== undefined && { failure }),
        };
      }),
    ),
  );
}

/** What was expected and what came, when it first was something else; errors are also of times that are not measured. */
function firstFailure(errors: readonly ErrorEntry[], { target, conversation, step }: LabelFilter): string | undefined {
  const mismatches = errors.find((error) => error.target === target && error.class === 'mismatched')?.causes ?? [];
  const ofStep = mismatches.filter((cause) => cause.conversation === conversation && cause.step === step);
  return ofStep.sort((left, right) => left.firstMs - right.firstMs)[0]?.example;
}

/** Whether a turn of the step can be mismatched. Objectives (`firstOutput`, `turn`) fail no turn. */
function hasChecks({ expect, captures }: SayStep): boolean {
  const { replies, text, jsonpath, quickReplies, source } = expect;
  const checks = [replies, text, jsonpath, quickReplies, source];
  return checks.some((check) => check !== undefined) || captures.some(({ otherwise }) => otherwise === undefined);
}
