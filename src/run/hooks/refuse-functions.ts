import { KnownError } from '../../platform/known-error.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { allHooks } from './with-setup.ts';

/** Agents of a fleet get the plan, but no files. KnownError (104) for a scenario that calls functions. */
export function refuseFunctions(scenario: Scenario): void {
  const [first] = allHooks(scenario);
  if (!first) return;
  throw new KnownError(`this scenario calls functions (such as ${first.shown}), which a fleet does not support`, {
    hint: 'agents get no files: run it without --fleet; for several machines, use --shard with the scenario and its files on each',
  });
}
