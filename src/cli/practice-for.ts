import { type PracticeFleet, spawnPracticeFleet } from '../practice/practice-fleet.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Practice endpoints in processes of their own, one for each target of the scenario. */
export function spawnPracticeFor({ practice, targets }: Scenario): Promise<PracticeFleet> {
  const own = Object.entries(targets).map(([name, target]) => [name, target.practice?.input]);
  return spawnPracticeFleet(practice.input, Object.fromEntries(own));
}
