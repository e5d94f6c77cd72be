import type { CapacityPlan } from '../../capacity/capacity-plan.ts';
import type { LoadGenerator } from '../../capacity/load-generator.ts';
import { LocalGenerator } from '../../capacity/local-generator.ts';
import { stepLoad } from '../../capacity/step-load.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import type { Options } from '../../run/flags/flag.ts';
import type { SettledTarget } from '../../run/preflight.ts';
import { maxShards } from '../../run/shards/resolve-share.ts';
import { knownCalibration } from '../../run/stored-calibration.ts';
import type { CAPACITY_FLAGS } from '../options/capacity-flags.ts';

export interface GeneratorOrder {
  readonly plan: Pick<CapacityPlan, 'run' | 'range' | 'terms'>;
  readonly settled: readonly SettledTarget[];
  readonly options: Options<typeof CAPACITY_FLAGS>;
  /** Path of the scenario file, if any. */
  readonly scenarioText: string | undefined;
  /** Resolves, with the reason, when the search cannot go on. */
  readonly lost: Promise<string> | undefined;
  readonly onNotice: (message: string) => void;
}

/** Searches with the load generator that the options ask for: this machine, or the agents of a fleet. */
export async function withGenerator<Result>(
  order: GeneratorOrder,
  system: SystemDeps,
  search: (generator: LoadGenerator) => Promise<Result>,
): Promise<Result> {
  const { plan, settled, options, scenarioText, onNotice } = order;
  if (options.fleet === undefined)
    return search(new LocalGenerator({ ...order, system, calibration: knownCalibration(system) }));
  const { orderSourceOf, withFleet } = await import('./join-fleet.ts');
  const { FleetGenerator } = await import('../../fleet/fleet-generator.ts');
  const { 'max-vus': _, ...runOptions } = options;
  const source = orderSourceOf(runOptions, scenarioText);
  const maxAgents = maxShards(stepLoad(plan.range.to, plan.terms));
  const join = { command: 'palaver capacity', run: plan.run.id, options, maxAgents, onNotice };
  return withFleet(join, system, (fleet) => search(new FleetGenerator({ ...fleet, targets: settled, source })));
}
