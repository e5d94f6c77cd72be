import { isInPart } from '../../measure/shape/run-shape.ts';
import { formatPercent } from '../../platform/percent.ts';
import type { Report } from '../../report/report.ts';
import { causeTime, type ReportedCause } from '../error-causes.ts';
import { type NamedCheck, nameCheck } from '../tables/name-check.ts';
import type { TestCase, TestOutcome } from './test-case.ts';

type Check = Report['checks'][number];

/**
 * Passes if every answered turn of the step met its expectations; thresholds set how many misses a run may have.
 */
export function checkCase(check: Check, { errors }: Pick<Report, 'errors'>): TestCase {
  const named = nameCheck(check);
  const { target, conversation, step } = named;
  return {
    name: step,
    className: `palaver.checks.${withoutDots(target)}.${withoutDots(conversation)}`,
    outcome: outcomeOf(named, mismatchesOf(check, errors)),
  };
}

/** Which checks of the part failed, and how. */
function mismatchesOf(check: Check, errors: Report['errors']): readonly ReportedCause[] {
  const mismatched = errors.find((error) => error.target === check.target && error.class === 'mismatched');
  return (mismatched?.causes ?? []).filter((cause) => isInPart(cause, check));
}

function outcomeOf(
  { target, conversation, step, passed, failed, failure }: NamedCheck,
  causes: readonly ReportedCause[],
): TestOutcome {
  const asked = passed + failed;
  if (asked === 0) return { kind: 'skipped', message: 'no turn of this step was answered' };
  if (failed === 0) return { kind: 'passed' };
  const share = formatPercent(failed / asked);
  return {
    kind: 'failure',
    type: 'mismatched',
    message: `${failed} of ${asked} turns (${share}) did not get the reply that the step expects${failure === undefined ? '' : `, first: ${failure}`}`,
    text: [
      `target: ${target}`,
      `conversation: ${conversation}`,
      `step: ${step}`,
      `passed: ${passed}`,
      `failed: ${failed}`,
      ...(failure === undefined ? [] : [`first failure: ${failure}`]),
      ...causes.map((cause) => `${cause.count} × ${cause.example} (${causeTime(cause)})`),
    ].join('\n'),
  };
}

/** A dot would start a new package in readers. */
function withoutDots(name: string): string {
  return name.replaceAll('.', '_');
}
