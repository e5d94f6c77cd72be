import type { Report, ReportGroup } from '../../report/report.ts';
import type { TestCase, TestOutcome } from './test-case.ts';

type Check = Report['checks'][number];

/**
 * Passes where every turn of the step that was answered met what the step expects. How many may miss it and the run pass all
 * the same is a threshold's matter. It takes as long as the median turn of the step.
 */
export function checkCase(check: Check, groups: readonly ReportGroup[]): TestCase {
  const { target, conversation, step } = check;
  const group = groups.find(
    (group) => group.target === target && group.conversation === conversation && group.step === step,
  );
  const turn = group?.metrics.turn;
  return {
    name: step,
    className: `palaver.checks.${withoutDots(target)}.${withoutDots(conversation)}`,
    durationMs: turn?.kind === 'trend' ? (turn.p50 ?? turn.atLeastMs ?? 0) : 0,
    outcome: outcomeOf(check),
  };
}

function outcomeOf({ target, conversation, step, passed, failed, failure }: Check): TestOutcome {
  const asked = passed + failed;
  if (asked === 0) return { kind: 'skipped', message: 'no turn of this step was answered' };
  if (failed === 0) return { kind: 'passed' };
  const share = `${((failed / asked) * 100).toFixed(1)} %`;
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
    ].join('\n'),
  };
}

/** A dot would make a package of its own of what stands before it. */
function withoutDots(name: string): string {
  return name.replaceAll('.', '_');
}
