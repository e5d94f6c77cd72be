import { type MockFleet, spawnMockFleet } from '../../mock/mock-fleet.ts';
import type { TimeDeps } from '../../platform/time/time-deps.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** Mock endpoints in processes of their own, one for each target of the scenario. */
export function spawnMockFor({ mock, targets }: Scenario, time: TimeDeps): Promise<MockFleet> {
  const own = Object.entries(targets).map(([name, target]) => [name, target.mock?.input]);
  return spawnMockFleet(mock.input, Object.fromEntries(own), time);
}
