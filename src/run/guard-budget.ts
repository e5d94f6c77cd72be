import type { EndpointSettings } from '../endpoint/endpoint-settings.ts';
import { isTestMode } from '../endpoint/protocol/test-mode.ts';
import { isLoopback } from '../endpoint/proxy-choice.ts';
import { KnownError } from '../platform/known-error.ts';
import { budgetObjections, type GuardedTarget } from '../scenario/plan/budget.ts';
import type { PlannedUse } from '../scenario/plan/planned-use.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { RunOptions } from './run-options.ts';

/** The targets of a run for the platform limits. */
export function guardedTargets(targets: readonly EndpointSettings[]): readonly GuardedTarget[] {
  return targets.map((settings) => {
    const { name, address, protocol } = settings;
    // A name with its final dot is the same host.
    const host = new URL(address.origin).hostname.replace(/^\[|\]$|\.$/g, '');
    return { name, protocol: protocol.name, host, testMode: isTestMode(settings), loopback: isLoopback(host) };
  });
}

/**
 * What speaks against a plan without confirmation, one sentence part each. `--yes` or a `budget:`, which is enforced during
 * the run, confirm the plan.
 */
export function unconfirmedUse(
  use: PlannedUse,
  targets: readonly GuardedTarget[],
  { budget, sharedHosts }: Pick<Scenario, 'budget' | 'sharedHosts'>,
  { yes = false }: Pick<RunOptions, 'yes'>,
): readonly string[] {
  return yes || budget ? [] : budgetObjections(use, targets, sharedHosts);
}

/** Refuses (113) a plan with `unconfirmedUse`, before any connection is opened. */
export function guardBudget(...plan: Parameters<typeof unconfirmedUse>): void {
  const objections = unconfirmedUse(...plan);
  if (objections.length === 0) return;
  const [use] = plan;
  throw new KnownError(`the plan exceeds what is allowed without --yes: ${objections.join('; ')}`, {
    exit: 'budget',
    hint: `reduce the load, or add --yes once the operator of the platform agrees, or set a limit that is enforced during the run: budget: { inputs: ${use.inputs} }`,
  });
}
