import { practiceOptionsSchema } from '../../practice/practice-options.ts';
import type { Conversation, Scenario } from '../scenario.ts';
import type { ScenarioInput } from '../schema/scenario-schema.ts';
import { buildLoad } from './build-load.ts';

/** What a scenario is known by where it does not say so itself. */
interface Origin {
  readonly name: string;
  readonly sha256: string;
  /** Of the scenario file, which other files are relative to. */
  readonly folder: string;
}

/** The checked input with every default laid. */
export function buildScenario(
  input: ScenarioInput,
  conversations: readonly Conversation[],
  { name, sha256, folder }: Origin,
): Scenario {
  return {
    name: input.name ?? name,
    sha256,
    targets: input.targets ?? {},
    practice: input.practice ?? practiceOptionsSchema.parse({}),
    load: input.load && buildLoad(input.load, conversations, folder),
    conversations,
    thresholds: input.thresholds ?? [],
    marker: input.marker,
    budget: input.budget,
    sharedHosts: input.sharedHosts,
  };
}
